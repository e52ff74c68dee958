import type { SurveySteps } from '#api/modules/surveys/index.ts';

export type SatisfactionSurveyDeps = { surveys: SurveySteps };
