import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { RoadDefectDeps } from './deps.ts';

/** Service task "Close the work order" (Task_CloseOrder) in road-defect.bpmn: `verified` when the form
 *  "Verify" found the last repair good, `accepted` when the head accepted it as it is. A form sent by the
 *  person who did the repair does not count. Repeats are harmless. */
export const closeOrder = ({ repairs, submittedForms }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.close-order',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      const repaired = await submittedForms.latest(requestId, 'Task_RepairDefect');
      const sinceThen = async (elementId: string) => {
        const form = await submittedForms.latest(requestId, elementId);
        return form && repaired && form.at >= repaired.at && form.by !== repaired.by ? form.data : {};
      };
      const { verdict } = await sinceThen('Task_VerifyRepair');
      const { headDecision } = await sinceThen('Task_HeadDecides');
      if (verdict !== 'good' && headDecision !== 'accept')
        throw new Error('Nobody has verified the repair, nor accepted it as it is');
      await repairs.close({ requestId, result: verdict === 'good' ? 'verified' : 'accepted', onceKey });
      return { complete: {} };
    },
  });
