import { Type } from '@sinclair/typebox';
import { Priority, RequestId } from '#common/contract/index.ts';
import { defineWorker } from '#api/engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finish } from './finish.ts';

/** Service task "Set the priority". Repeats are harmless. */
export const setPriority = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.set-priority',
    input: Type.Object({ requestId: RequestId, priority: Priority }),
    handle: async ({ requestId, priority }, { onceKey, log }) =>
      finish(await requests.steps.setPriority({ requestId, priority, onceKey }), log),
  });
