import { Type } from '@sinclair/typebox';
import { RequestId } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finish } from './finish.ts';

/** Service task "Close the request" (Task_CloseRequest) in citizen-request.bpmn. Repeats are harmless. */
export const closeRequest = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.close-request',
    input: Type.Object({ requestId: RequestId, reason: Type.String() }),
    handle: async ({ requestId, reason }, { onceKey, log }) =>
      finish(await requests.atomically((take) => take.closeRequest({ requestId, reason, onceKey })), log),
  });
