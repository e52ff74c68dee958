import type { SurveySteps } from '../../modules/surveys/index.ts';

export type SatisfactionSurveyDeps = { surveys: SurveySteps };
