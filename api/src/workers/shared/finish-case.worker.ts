import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Finish the case" when no appeal came. Returns `final: false` when one came at that very
 *  moment: it is to be decided then. Repeats are harmless. */
export const finishCase = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.finish-case',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJobWith(await requests.steps.finishCase({ requestId, onceKey }), ['final'], log),
  });
