import { Type } from '@sinclair/typebox';
import { Priority, RequestId, Slug } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finish } from './finish.ts';

/** Service task "Record the routing" (Task_RecordRouting) in citizen-request.bpmn. Repeats are harmless. */
export const recordRouting = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.record-routing',
    input: Type.Object({
      requestId: RequestId,
      department: Slug,
      priority: Priority,
      rule: Type.Optional(Type.String()),
    }),
    handle: async ({ requestId, department, priority, rule }, { onceKey, log }) =>
      finish(
        await requests.atomically((take) =>
          take.recordRouting({ requestId, department, priority, rule: rule ?? null, onceKey }),
        ),
        log,
      ),
  });
