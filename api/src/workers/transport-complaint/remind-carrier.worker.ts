import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import type { TransportComplaintDeps } from './deps.ts';

/** Service task "Remind the carrier" (Task_RemindCarrier) in transport-complaint.bpmn. Repeats are
 *  harmless. */
export const remindCarrier = ({ requests }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.remind-carrier',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey }) => {
      await requests.steps.remindOutside({ requestId, onceKey });
      return { complete: {} };
    },
  });
