import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Count the audience" (Task_CountAudience) in citizen-alert.bpmn. Repeats are harmless. */
export const countAudience = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.count-audience',
    input: Type.Object({ alertId: AlertId }),
    handle: async ({ alertId }, { onceKey }) => ({
      complete: await alerts.countAudience({ alertId, onceKey }),
    }),
  });
