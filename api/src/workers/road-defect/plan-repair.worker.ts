import { defineWorker } from '#api/engine/workers-host.ts';
import type { RoadDefectDeps } from './deps.ts';
import { RepairInput } from './repair-input.ts';

/** Service task "Plan the repair" (Task_PlanRepair) in road-defect.bpmn. Repeats are harmless: keyed by the
 *  element instance. */
export const planRepair = ({ repairs }: RoadDefectDeps) =>
  defineWorker({
    type: 'road-defect.plan-repair',
    input: RepairInput,
    handle: async (repair, { onceKey }) => {
      const order = await repairs.plan({ ...repair, onceKey });
      return order ? { complete: { workOrder: order.id } } : { bpmnError: 'Error_NoCrew' };
    },
  });
