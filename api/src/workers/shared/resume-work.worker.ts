import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Resume the work" (Task_ResumeWork). Returns `resumed: false` when the reply came at the
 *  moment its time ran out: the process then takes the reply. Repeats are harmless. */
export const resumeWork = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.resume-work',
    input: Type.Object({ requestId: RequestId, reason: Type.Optional(Type.String()) }),
    handle: async ({ requestId, reason }, { onceKey, log }) =>
      completeStepJobWith(
        await requests.steps.resumeWork({ requestId, reason: reason ?? null, onceKey }),
        ['resumed'],
        log,
      ),
  });
