import { Type } from '@sinclair/typebox';
import { RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finish } from './finish.ts';

/** Service tasks "Resume the work" (Task_ResumeWork) and "Reopen the work" (Task_ReopenWork) in citizen-request.bpmn. Repeats
 *  are harmless. */
export const resumeWork = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.resume-work',
    input: Type.Object({ requestId: RequestId, reason: Type.Optional(Type.String()) }),
    handle: async ({ requestId, reason }, { onceKey, log }) =>
      finish(
        await requests.atomically((take) => take.resumeWork({ requestId, reason: reason ?? null, onceKey })),
        log,
      ),
  });
