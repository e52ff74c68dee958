import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeStepJob } from './complete-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Alert: nobody decided": tells the operators, through the log and the metrics, that the
 *  routing table has a gap. Repeats are harmless. */
export const reportUndecided = ({ requests }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.report-undecided',
    input: Type.Object({ requestId: RequestId, rule: Type.Optional(Type.String()) }),
    handle: async ({ requestId, rule = null }, { onceKey, log }) => {
      const result = await requests.steps.reportUndecided({ requestId, rule, onceKey });
      if (result === 'done') log.error({ requestId, rule }, 'no rule routes a request: it waits in triage');
      return completeStepJob(result, log);
    },
  });
