import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Reopen the work": returns the department it goes to, and how often it was reopened. Repeats
 *  are harmless. */
export const reopenWork = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.reopen-work',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJobWith(
        await requests.steps.reopenWork({ requestId, onceKey }),
        ['department', 'reopenings'],
        log,
      ),
  });
