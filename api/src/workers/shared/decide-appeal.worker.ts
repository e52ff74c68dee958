import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Tell the decision on the appeal": returns the decision, and the department that has the
 *  request now. Repeats are harmless. */
export const decideAppeal = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.decide-appeal',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJobWith(
        await requests.steps.decideAppeal({ requestId, onceKey }),
        ['appeal', 'department'],
        log,
      ),
  });
