import { defineWorker } from '#api/engine/workers-host.ts';
import type { RoadDefectDeps } from './deps.ts';
import { RepairInput } from './repair-input.ts';

/** Service task "Engage a contractor" (Task_EngageContractor) in road-defect.bpmn: engages the contractor
 *  named in the form "Decide on a crew". Repeats are harmless. */
export const engageContractor = ({ repairs, submittedForms }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.engage-contractor',
    input: RepairInput,
    handle: async (repair, { onceKey }) => {
      const form = await submittedForms.latest(repair.requestId, 'Task_DispatchCrew');
      if (!form) throw new Error('The form that names the contractor is missing');
      const contractor = String(form.data.contractor);
      const order = await repairs.engage({ ...repair, contractor, onceKey });
      return { complete: { workOrder: order.id } };
    },
  });
