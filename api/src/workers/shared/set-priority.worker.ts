import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { Priority, RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Set the priority". Repeats are harmless. */
export const setPriority = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.set-priority',
    input: Type.Object({ requestId: RequestId, priority: Priority }),
    handle: async ({ requestId, priority }, { onceKey, log }) =>
      completeStepJob(await requests.steps.setPriority({ requestId, priority, onceKey }), log),
  });
