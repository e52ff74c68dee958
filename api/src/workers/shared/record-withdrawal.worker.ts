import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Record the withdrawal", which took effect when the citizen said so. Repeats are harmless. */
export const recordWithdrawal = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.record-withdrawal',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJob(await requests.steps.recordWithdrawal({ requestId, onceKey }), log),
  });
