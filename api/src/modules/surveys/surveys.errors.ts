import { defineProblem } from '#api/platform/problems.ts';

export class SurveyNotFound extends defineProblem({
  code: 'survey-not-found',
  status: 404,
  title: 'This link belongs to no survey',
}) {}

export class SurveyClosed extends defineProblem({
  code: 'survey-closed',
  status: 409,
  title: 'This survey has been answered already, or its time is over',
}) {}
