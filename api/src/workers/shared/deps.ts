import type { EscalationService } from '../../modules/escalation/index.ts';
import type { RegistersService } from '../../modules/registers/index.ts';
import type { RequestsService } from '../../modules/requests/index.ts';
import type { SurveySteps } from '../../modules/surveys/index.ts';

export type SharedWorkerDeps = {
  requests: RequestsService;
  escalation: EscalationService;
  surveys: SurveySteps;
  registers: RegistersService;
};
