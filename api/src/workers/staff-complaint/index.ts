import type { AnyWorker } from '#api/engine/workers-host.ts';
import { barUnit } from './bar-unit.worker.ts';
import { chooseInvestigator } from './choose-investigator.worker.ts';
import type { StaffComplaintDeps } from './deps.ts';

/** The workers of staff-complaint.bpmn. */
export const staffComplaintWorkers = (deps: StaffComplaintDeps): AnyWorker[] => [
  chooseInvestigator(deps),
  barUnit(deps),
];
