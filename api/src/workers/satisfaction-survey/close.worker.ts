import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import type { SatisfactionSurveyDeps } from './deps.ts';

/** Service task "Close without an answer" (Task_CloseSurvey) in satisfaction-survey.bpmn. Repeats are
 *  harmless. */
export const closeSurvey = ({ surveys }: SatisfactionSurveyDeps) =>
  defineWorker({
    type: 'satisfaction-survey.close',
    input: Type.Object({ invitationId: Type.String({ format: 'uuid' }) }),
    handle: async ({ invitationId }) => {
      await surveys.close(invitationId);
      return { complete: {} };
    },
  });
