import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Take the request back" after a transfer that was not accepted. Repeats are harmless. */
export const declineTransfer = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.decline-transfer',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.declineTransfer({ requestId, onceKey }), log),
  });
