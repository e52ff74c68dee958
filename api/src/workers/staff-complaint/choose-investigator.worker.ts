import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { StaffComplaintDeps } from './deps.ts';

/** Service task "Choose who investigates" (Task_ChooseInvestigator) in staff-complaint.bpmn. Repeats are
 *  harmless. */
export const chooseInvestigator = ({ conflicts }: StaffComplaintDeps) =>
  defineWorker({
    type: 'staff-complaint.choose-investigator',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => ({
      complete: { department: await conflicts.chooseInvestigator({ requestId, onceKey }) },
    }),
  });
