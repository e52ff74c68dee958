import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Deliver the answer" (Task_DeliverAnswer). Repeats are harmless. */
export const deliverAnswer = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.deliver-answer',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.deliverAnswer({ requestId, onceKey }), log),
  });
