import type { EscalationService } from '#api/modules/escalation/index.ts';
import type { RegistersService } from '#api/modules/registers/index.ts';
import type { RequestsService } from '#api/modules/requests/index.ts';
import type { SurveySteps } from '#api/modules/surveys/index.ts';

export type SharedWorkerDeps = {
  requests: RequestsService;
  escalation: EscalationService;
  surveys: SurveySteps;
  registers: RegistersService;
};
