import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Close the request". Returns `closed: false` when the citizen has asked for another look: the
 *  work is to be reopened then. Returns `final: true` when no appeal is possible. Repeats are harmless. */
export const closeRequest = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.close-request',
    input: Type.Object({ requestId: RequestId, reason: Type.String() }),
    handle: async ({ requestId, reason }, { onceKey, log }) =>
      completeStepJobWith(
        await requests.steps.closeRequest({ requestId, reason, onceKey }),
        ['closed', 'final'],
        log,
      ),
  });
