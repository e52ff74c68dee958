import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Move it to the top of the queue" (Task_RemindApprover) in citizen-alert.bpmn. Repeats are
 *  harmless. */
export const remindApprover = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.remind-approver',
    input: Type.Object({ alertId: AlertId }),
    handle: async ({ alertId }, { onceKey }) => ({
      complete: await alerts.remindApprover({ alertId, onceKey }),
    }),
  });
