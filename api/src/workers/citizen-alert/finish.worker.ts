import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Write the report" (Task_WriteReport) in citizen-alert.bpmn. Repeats are harmless. */
export const finishAlert = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.finish',
    input: Type.Object({ alertId: AlertId, expired: Type.Boolean() }),
    handle: async ({ alertId, expired }, { onceKey }) => ({
      complete: await alerts.finish({ alertId, expired, onceKey }),
    }),
  });
