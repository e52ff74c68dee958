import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "File the appeal": returns the department that decides on it. Repeats are harmless. */
export const fileAppeal = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.file-appeal',
    input: Type.Object({ requestId: RequestId }),
    handle: async ({ requestId }, { onceKey, log }) =>
      completeStepJobWith(await requests.steps.fileAppeal({ requestId, onceKey }), ['appealDepartment'], log),
  });
