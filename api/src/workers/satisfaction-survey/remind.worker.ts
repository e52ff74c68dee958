import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import type { SatisfactionSurveyDeps } from './deps.ts';

/** Service task "Remind the citizen" (Task_Remind) in satisfaction-survey.bpmn. Repeats are harmless. */
export const remind = ({ surveys }: SatisfactionSurveyDeps) =>
  defineWorker({
    type: 'satisfaction-survey.remind',
    input: Type.Object({ invitationId: Type.String({ format: 'uuid' }) }),
    handle: async ({ invitationId }, { onceKey }) => {
      await surveys.remind({ invitationId, onceKey });
      return { complete: {} };
    },
  });
