import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Resume the clock" after an outside body has replied, or its time is over. Repeats are
 *  harmless. */
export const resumeClock = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.resume-clock',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.resumeClock({ requestId, onceKey }), log),
  });
