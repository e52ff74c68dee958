import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Ask the citizen" (Task_AskCitizen). Repeats are harmless. */
export const askCitizen = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.ask-citizen',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.askCitizen({ requestId, onceKey }), log),
  });
