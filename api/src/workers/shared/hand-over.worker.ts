import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeSlaStepJob } from './complete-sla-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Hand over to the level" (Task_HandOver) in escalate.bpmn. Repeats are harmless: a step hands
 *  over once. */
export const handOver = ({ escalation }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.hand-over',
    input: Type.Object({ requestId: RequestId, slaStepId: Type.String({ format: 'uuid' }) }),
    handle: async ({ slaStepId }, { log }) =>
      completeSlaStepJob(await escalation.handOver({ slaStepId }), log),
  });
