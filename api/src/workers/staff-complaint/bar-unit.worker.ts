import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { StaffComplaintDeps } from './deps.ts';

/** Service task "Bar that unit" (Task_BarUnit) in staff-complaint.bpmn: bars the unit named in the form "Name
 *  the unit". Repeats are harmless. */
export const barUnit = ({ conflicts, submittedForms }: StaffComplaintDeps) =>
  defineWorker({
    type: 'staff-complaint.bar-unit',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      const form = await submittedForms.latest(requestId, 'Task_NameUnit');
      if (form?.data.decision !== 'name-unit') throw new Error('The form that names the unit is missing');
      const unit = String(form.data.unit);
      return { complete: { department: await conflicts.barUnit({ requestId, unit, onceKey }) } };
    },
  });
