import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AUDIENCES } from '#api/modules/escalation/index.ts';
import { OneOf, RequestId } from '#common/contract/index.ts';
import { completeSlaStepJob } from './complete-sla-step-job.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service tasks "Remind the assignee", "Warn the assignee", "Copy to the supervisor" and "Tell the level" in
 *  escalate.bpmn. Repeats are harmless: each audience hears of a step once. */
export const tellStaff = ({ escalation }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.tell-staff',
    input: Type.Object({
      requestId: RequestId,
      slaStepId: Type.String({ format: 'uuid' }),
      audience: OneOf(AUDIENCES),
    }),
    handle: async ({ slaStepId, audience }, { log }) =>
      completeSlaStepJob(await escalation.tellStaff({ slaStepId, audience }), log),
  });
