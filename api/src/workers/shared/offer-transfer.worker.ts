import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Offer the transfer" to the department named in the form: returns that department, or
 *  `offered: false` when it does not exist. Repeats are harmless. */
export const offerTransfer = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.offer-transfer',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJobWith(
        await requests.steps.offerTransfer({ requestId, onceKey }),
        ['offered', 'transferTo'],
        log,
      ),
  });
