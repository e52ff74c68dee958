import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { RoadDefectDeps } from './deps.ts';

/** Service task "Tell the control room" (Task_TellControlRoom) in road-defect.bpmn. Repeats are harmless. */
export const tellControlRoom = ({ repairs }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.tell-control-room',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      await repairs.tellControlRoom({ requestId, onceKey });
      return { complete: {} };
    },
  });
