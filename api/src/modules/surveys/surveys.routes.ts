import { defineRoute, type Route } from '#api/http/route.ts';
import type { SurveysService } from './surveys.service.ts';

/** Routes of the survey page. The token is in the body, so that no log keeps it. */
export const surveysRoutes = ({ surveys }: { surveys: SurveysService }): Route[] => [
  defineRoute('readSurvey', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body }) => surveys.offered(body.token),
  }),
  defineRoute('answerSurvey', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body }) => surveys.answer(body),
  }),
];
