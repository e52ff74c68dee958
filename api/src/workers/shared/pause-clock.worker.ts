import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId, Slug } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Pause the clock": the case waits for an outside body, named by its key, until `until` at the
 *  latest (ISO 8601 with a zone). Repeats are harmless. */
export const pauseClock = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.pause-clock',
    input: Type.Object({
      requestId: RequestId,
      body: Slug,
      until: Type.Optional(Type.String({ format: 'date-time' })),
    }),
    handle: async ({ requestId, body, until }, { onceKey, log }) =>
      completeStepJob(
        await requests.steps.pauseClock({
          requestId,
          body,
          until: until === undefined ? null : new Date(until),
          onceKey,
        }),
        log,
      ),
  });
