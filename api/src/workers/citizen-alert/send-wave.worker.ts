import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Send a wave" (Task_SendWave) in citizen-alert.bpmn. Repeats are harmless. */
export const sendWave = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.send-wave',
    input: Type.Object({ alertId: AlertId }),
    handle: async ({ alertId }, { onceKey }) => ({ complete: await alerts.sendWave({ alertId, onceKey }) }),
  });
