import type { AnyWorker } from '#api/engine/workers-host.ts';
import { askCarrier } from './ask-carrier.worker.ts';
import type { TransportComplaintDeps } from './deps.ts';
import { imposeMeasure } from './impose-measure.worker.ts';
import { liftMeasure } from './lift-measure.worker.ts';
import { remindCarrier } from './remind-carrier.worker.ts';

/** The workers of transport-complaint.bpmn. */
export const transportComplaintWorkers = (deps: TransportComplaintDeps): AnyWorker[] =>
  [askCarrier, remindCarrier, imposeMeasure, liftMeasure].map((worker) => worker(deps));
