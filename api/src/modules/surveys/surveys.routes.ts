import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { AnswerSurvey, OfferedSurvey, SurveyThanks, SurveyToken } from '#common/contract/index.ts';
import type { SurveysService } from './surveys.service.ts';

/** Routes of the survey page. The token is in the body, so that no log keeps it. */
export const surveysRoutes = ({ surveys }: { surveys: SurveysService }): AnyRoute[] => [
  defineRoute({
    method: 'post',
    path: '/surveys/read',
    operationId: 'readSurvey',
    summary: 'The survey that the link of an invitation opens',
    permission: 'public',
    body: SurveyToken,
    response: OfferedSurvey,
    limit: 'citizen',
    problems: ['invalid-input', 'survey-not-found', 'too-many-requests'],
    handle: ({ body }) => surveys.offered(body.token),
  }),
  defineRoute({
    method: 'post',
    path: '/surveys/answer',
    operationId: 'answerSurvey',
    summary: 'Answer a survey, once',
    permission: 'public',
    body: AnswerSurvey,
    response: SurveyThanks,
    limit: 'citizen',
    problems: ['invalid-input', 'survey-not-found', 'survey-over', 'too-many-requests'],
    handle: ({ body }) => surveys.answer(body),
  }),
];
