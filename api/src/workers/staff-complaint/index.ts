import type { AnyWorker } from '../../engine/workers-host.ts';
import type { ConflictsService } from '../../modules/conflicts/index.ts';
import { barUnit } from './bar-unit.worker.ts';
import { chooseInvestigator } from './choose-investigator.worker.ts';

/** The workers of staff-complaint.bpmn. */
export const staffComplaintWorkers = (deps: { conflicts: ConflictsService }): AnyWorker[] => [
  chooseInvestigator(deps),
  barUnit(deps),
];
