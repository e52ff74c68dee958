import { Type } from '@sinclair/typebox';
import { Priority, RequestId, Slug } from '../../../contract/index.ts';
import { defineWorker } from '../../engine/workers-host.ts';
import type { SharedWorkerDeps } from './deps.ts';
import { finishTelling } from './finish.ts';

/** Service task "Record the routing" (Task_RecordRouting). Without a priority the request keeps its own. Answers
 *  `routed: false` when there is no such department. Repeats are harmless. */
export const recordRouting = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.record-routing',
    input: Type.Object({
      requestId: RequestId,
      department: Slug,
      priority: Type.Optional(Priority),
      rule: Type.Optional(Type.String()),
    }),
    handle: async ({ requestId, department, priority = null, rule = null }, { onceKey, log }) =>
      finishTelling(
        await requests.atomically((take) =>
          take.recordRouting({ requestId, department, priority, rule, onceKey }),
        ),
        ['routed'],
        log,
      ),
  });
