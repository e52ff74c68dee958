import { Type } from '@sinclair/typebox';
import { RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { TransportComplaintDeps } from './deps.ts';

/** Service tasks "Lift the measure" in transport-complaint.bpmn: the compensation of "Impose the measure" (Task_LiftMeasure),
 *  and after a withdrawal (Task_LiftOnWithdrawal). Repeats are harmless. */
export const liftMeasure = ({ carriers }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.lift-measure',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      await carriers.lift({ requestId, onceKey });
      return { complete: {} };
    },
  });
