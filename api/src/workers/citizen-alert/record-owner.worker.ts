import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { AlertId, Slug } from '#common/contract/index.ts';
import type { CitizenAlertDeps } from './deps.ts';

/** Service task "Record who approves" (Task_RecordOwner) in citizen-alert.bpmn. Repeats are harmless. */
export const recordOwner = ({ alerts }: CitizenAlertDeps) =>
  defineWorker({
    type: 'citizen-alert.record-owner',
    input: Type.Object({ alertId: AlertId, department: Slug, rule: Type.Optional(Type.String()) }),
    handle: async ({ alertId, department, rule }, { onceKey }) => ({
      complete: await alerts.recordOwner({ alertId, department, rule: rule ?? null, onceKey }),
    }),
  });
