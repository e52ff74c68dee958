import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { RoadDefectDeps } from './deps.ts';

/** Service task "Cancel the work order" (Task_CancelOrder) in road-defect.bpmn. Repeats are harmless. */
export const cancelOrder = ({ repairs }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.cancel-order',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      await repairs.cancel({ requestId, onceKey });
      return { complete: {} };
    },
  });
