import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId, OneOf } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service tasks "Record the decision" (Task_RecordApproval) and "Record the confirmation"
 *  (Task_RecordConfirmation) in citizen-alert.bpmn. Repeats are harmless. */
export const recordDecision = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.record-decision',
    input: Type.Object({
      alertId: AlertId,
      stage: OneOf(['approval', 'confirmation']),
    }),
    handle: async ({ alertId, stage }, { onceKey }) => ({
      complete: await alerts.recordDecision({ alertId, stage, onceKey }),
    }),
  });
