import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { DAY_MS } from '#api/platform/time.ts';
import { RequestId } from '#common/contract/index.ts';
import { REVIEW_ELEMENT, type TransportComplaintDeps } from './deps.ts';

/** Service task "Ask the carrier" (Task_AskCarrier) in transport-complaint.bpmn: sends the letter with the
 *  question from the form "Review the complaint". Repeats are harmless. */
export const askCarrier = ({ requests, submittedForms, clock }: TransportComplaintDeps) =>
  defineWorker({
    type: 'transport-complaint.ask-carrier',
    input: Type.Object({ requestId: RequestId, carrierWindow: Type.String({ pattern: '^P[0-9]+D$' }) }),
    handle: async ({ requestId, carrierWindow }, { onceKey }) => {
      const form = await submittedForms.latest(requestId, REVIEW_ELEMENT);
      if (!form) throw new Error('The form that says what the carrier is asked is missing');
      const dueAt = new Date(clock.now().getTime() + Number(carrierWindow.slice(1, -1)) * DAY_MS);
      const addressee = String(form.data.carrier);
      const text = String(form.data.carrierQuestion);
      await requests.steps.askOutside({ requestId, body: 'carrier', addressee, text, dueAt, onceKey });
      return { complete: {} };
    },
  });
