import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId } from '#common/contract/index.ts';
import { completeSlaStepJob } from './complete-sla-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task "Acknowledge the step" (Task_FinishStep) in escalate.bpmn. Repeats are harmless. */
export const finishSlaStep = ({ escalation }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.finish-sla-step',
    input: Type.Object({ requestId: RequestId, slaStepId: Type.String({ format: 'uuid' }) }),
    handle: async ({ slaStepId }, { log }) => completeSlaStepJob(await escalation.finish({ slaStepId }), log),
  });
