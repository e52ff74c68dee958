import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Remind the citizen" of the question. Repeats are harmless. */
export const remindCitizen = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.remind-citizen',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.remindCitizen({ requestId, onceKey }), log),
  });
