import { operation } from './operation.ts';
import { AnswerSurvey, OfferedSurvey, SurveyThanks, SurveyToken } from './surveys.ts';

export const surveysOperations = {
  readSurvey: operation({
    summary: 'The survey that the link of an invitation opens',
    body: SurveyToken,
    response: OfferedSurvey,
    problems: ['invalid-input', 'survey-not-found', 'too-many-requests'],
    example: { body: { token: 'A'.repeat(72) } },
  }),

  answerSurvey: operation({
    summary: 'Answer a survey, once',
    body: AnswerSurvey,
    response: SurveyThanks,
    problems: ['invalid-input', 'survey-not-found', 'survey-closed', 'too-many-requests'],
    example: { body: { token: 'A'.repeat(72), values: { csat: 4, 'reasons.speed': 1 }, comment: 'خوب بود' } },
  }),
};
