import { Type } from '@sinclair/typebox';
import { RequestId, Slug } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { ConflictsService } from '../../modules/conflicts/index.ts';

/** Service task "Bar that unit" (Task_BarUnit) in staff-complaint.bpmn. Repeats are harmless. */
export const barUnit = ({ conflicts }: { conflicts: ConflictsService }) =>
  defineWorker({
    type: 'staff-complaint.bar-unit',
    input: Type.Object({ requestId: RequestId, unit: Slug }),
    handle: async ({ requestId, unit }, { onceKey }) => ({
      complete: { department: await conflicts.barUnit({ requestId, unit, onceKey }) },
    }),
  });
