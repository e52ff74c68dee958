import type { AnyWorker } from '#api/engine/workers-host.ts';
import { cancelOrder } from './cancel-order.worker.ts';
import { closeOrder } from './close-order.worker.ts';
import type { RoadDefectDeps } from './deps.ts';
import { engageContractor } from './engage-contractor.worker.ts';
import { planRepair } from './plan-repair.worker.ts';
import { tellControlRoom } from './tell-control-room.worker.ts';

/** The workers of road-defect.bpmn. */
export const roadDefectWorkers = (deps: RoadDefectDeps): AnyWorker[] =>
  [planRepair, engageContractor, closeOrder, cancelOrder, tellControlRoom].map((worker) => worker(deps));
