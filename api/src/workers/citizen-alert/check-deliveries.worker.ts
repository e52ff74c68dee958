import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Check the deliveries" (Task_CheckDeliveries) in citizen-alert.bpmn. Repeats are harmless. */
export const checkDeliveries = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.check-deliveries',
    input: Type.Object({ alertId: AlertId }),
    handle: async ({ alertId }, { onceKey }) => ({
      complete: await alerts.checkDeliveries({ alertId, onceKey }),
    }),
  });
