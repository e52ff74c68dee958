import type { AnyWorker } from '#api/engine/workers-host.ts';
import { checkDeliveries } from './check-deliveries.worker.ts';
import { countAudience } from './count-audience.worker.ts';
import type { CitizenAlertDeps } from './deps.ts';
import { finishAlert } from './finish.worker.ts';
import { recordDecision } from './record-decision.worker.ts';
import { recordOwner } from './record-owner.worker.ts';
import { remindApprover } from './remind-approver.worker.ts';
import { sendWave } from './send-wave.worker.ts';

/** The workers of citizen-alert.bpmn. */
export const citizenAlertWorkers = (deps: CitizenAlertDeps): AnyWorker[] =>
  [recordOwner, remindApprover, recordDecision, countAudience, sendWave, checkDeliveries, finishAlert].map(
    (worker) => worker(deps),
  );
