import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { NOTIFICATION_TEMPLATES } from '#api/modules/notifications/index.ts';
import { OneOf, RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Notify the citizen" with one of our messages. Repeats are harmless. */
export const notifyCitizen = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.notify',
    input: Type.Object({ requestId: RequestId, template: OneOf(NOTIFICATION_TEMPLATES) }),
    handle: async ({ requestId, template }, { onceKey, log }) =>
      completeStepJob(await requests.steps.notifyCitizen({ requestId, template, onceKey }), log),
  });
