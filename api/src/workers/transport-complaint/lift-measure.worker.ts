import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { latestDecisionOn, type TransportComplaintDeps } from './deps.ts';

/** Service tasks "Lift the measure" in transport-complaint.bpmn: the compensation of "Impose the measure"
 *  (Task_LiftMeasure), and the one after a withdrawal (Task_LiftOnWithdrawal). A measure that nobody took
 *  back stays. Repeats are harmless. */
export const liftMeasure = ({ carriers, submittedForms }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.lift-measure',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      const decision = await latestDecisionOn(requestId, { submittedForms });
      await carriers.lift({ requestId, takenBack: decision?.takenBack ?? false, onceKey });
      return { complete: {} };
    },
  });
