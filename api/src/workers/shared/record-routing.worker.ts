import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { Priority, RequestId } from '#common/contract/index.ts';
import { completeStepJobWith } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Record the routing" (Task_RecordRouting). A person's decision in a form takes precedence
 *  over the variables. Without a priority the request keeps its own. Returns the department that has it now,
 *  or `routed: false` when nobody decided or the department does not exist. Repeats are harmless. */
export const recordRouting = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.record-routing',
    input: Type.Object({
      requestId: RequestId,
      department: Type.String(),
      priority: Type.Optional(Priority),
      rule: Type.Optional(Type.String()),
      decided: Type.Optional(Type.Boolean()),
    }),
    handle: async (
      { requestId, department, priority = null, rule = null, decided = true },
      { onceKey, log },
    ) =>
      completeStepJobWith(
        await requests.steps.recordRouting({ requestId, department, priority, rule, decided, onceKey }),
        ['routed', 'department'],
        log,
      ),
  });
