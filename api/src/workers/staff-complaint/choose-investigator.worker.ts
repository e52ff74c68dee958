import { Type } from '@sinclair/typebox';
import { RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { ConflictsService } from '../../modules/conflicts/index.ts';

/** Service task "Choose who investigates" (Task_ChooseInvestigator) in staff-complaint.bpmn. Repeats are harmless. */
export const chooseInvestigator = ({ conflicts }: { conflicts: ConflictsService }) =>
  defineWorker({
    type: 'staff-complaint.choose-investigator',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => ({
      complete: { department: await conflicts.chooseInvestigator({ requestId, onceKey }) },
    }),
  });
