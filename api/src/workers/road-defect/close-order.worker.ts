import { Type } from '@sinclair/typebox';
import { RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { RoadDefectDeps } from './deps.ts';

/** Service task "Close the work order" (Task_CloseOrder) in road-defect.bpmn. Repeats are harmless. */
export const closeOrder = ({ repairs }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.close-order',
    input: Type.Object({ requestId: RequestId, verdict: Type.String() }),
    handle: async ({ requestId, verdict }, { onceKey }) => {
      await repairs.close({ requestId, result: verdict === 'good' ? 'verified' : 'accepted', onceKey });
      return { complete: {} };
    },
  });
