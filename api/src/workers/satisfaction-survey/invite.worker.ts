import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import type { SatisfactionSurveyDeps } from './deps.ts';

/** Service task "Invite the citizen" (Task_Invite) in satisfaction-survey.bpmn. Repeats are harmless. */
export const invite = ({ surveys }: SatisfactionSurveyDeps) =>
  defineWorker({
    type: 'satisfaction-survey.invite',
    input: Type.Object({ invitationId: Type.String({ format: 'uuid' }) }),
    handle: async ({ invitationId }, { onceKey }) => {
      await surveys.invite({ invitationId, onceKey });
      return { complete: {} };
    },
  });
