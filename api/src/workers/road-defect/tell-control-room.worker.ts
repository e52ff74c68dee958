import { Type } from '@sinclair/typebox';
import { RequestId, Slug } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { RoadDefectDeps } from './deps.ts';

/** Service task "Tell the control room" (Task_TellControlRoom) in road-defect.bpmn. Repeats are harmless. */
export const tellControlRoom = ({ repairs }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.tell-control-room',
    input: Type.Object({ requestId: RequestId, department: Slug, region: Type.Optional(Slug) }),
    handle: async ({ requestId, department, region }, { onceKey }) => {
      await repairs.tellControlRoom({ requestId, department, province: region ?? null, onceKey });
      return { complete: {} };
    },
  });
