import { tidyText } from '../../platform/persian-text.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { enqueue } from '../../platform/outbox.ts';
import { InvalidInput, RequestNotFound, StepNotLegal } from './requests.errors.ts';
import { requestsRepo } from './requests.repo.ts';

/** A citizen may ask for another look this often; then the next way is an appeal. */
export const MOST_REOPENINGS = 1;

/** What citizens do with their request. The status follows when the process has taken it up, so that a reply in the moment in
 *  which its time runs out cannot leave the two apart. Call through `atomically`. */
export function citizenSteps({ db, clock }: { db: Db; clock: Clock }) {
  const requests = requestsRepo(db);

  async function hold(requestId: string) {
    const request = await requests.forUpdate(requestId);
    if (!request) throw new RequestNotFound();
    return request;
  }

  const tell = (requestId: string, messageName: string, variables: Record<string, unknown>) =>
    enqueue(db, { requestId, kind: 'message', messageName, variables });

  return {
    /** Answers the question that the request waits for; once a question.
     *  @throws StepNotLegal when nothing is asked, or it was answered */
    async reply({ requestId, text }: { requestId: string; text: string }): Promise<void> {
      const request = await hold(requestId);
      const waiting =
        request.status === 'waiting-citizen' && !(await requests.cameSince(requestId, ['reply'], 'question'));
      if (!waiting) throw new StepNotLegal();
      const at = clock.now();
      const said = { channel: 'web', direction: 'in', kind: 'reply', text: required(text), at } as const;
      const interactionId = await requests.addInteraction(requestId, said);
      await requests.record(requestId, {
        kind: 'reply',
        at,
        actorKind: 'citizen',
        data: { interactionId },
        public: true,
      });
      await tell(requestId, 'citizen-replied', {});
    },

    /** Says whether the answer settled the matter; once an answer, and reopened only so often.
     *  @throws StepNotLegal when there is no answer to judge */
    async giveFeedback({
      requestId,
      verdict,
      text,
    }: {
      requestId: string;
      verdict: 'confirmed' | 'reopened';
      text: string | undefined;
    }): Promise<void> {
      const request = await hold(requestId);
      const reopened = verdict === 'reopened';
      const open =
        request.status === 'answered' &&
        !(await requests.cameSince(requestId, ['confirmed', 'reopened'], 'answered'));
      if (!open || (reopened && request.reopenings >= MOST_REOPENINGS)) throw new StepNotLegal();
      const at = clock.now();
      const said = reopened ? required(text ?? '') : tidyText(text ?? '');
      const interactionId =
        said === ''
          ? undefined
          : await requests.addInteraction(requestId, {
              channel: 'web',
              direction: 'in',
              kind: 'feedback',
              text: said,
              at,
            });
      await requests.record(requestId, {
        kind: verdict,
        at,
        actorKind: 'citizen',
        data: interactionId === undefined ? {} : { interactionId },
        public: reopened,
      });
      await tell(requestId, 'citizen-feedback', { feedback: verdict });
    },
  };
}

export type CitizenSteps = ReturnType<typeof citizenSteps>;

function required(text: string): string {
  const tidy = tidyText(text);
  if (tidy === '')
    throw new InvalidInput(undefined, {
      errors: [{ path: '/text', rule: 'minLength', message: 'must not be empty' }],
    });
  return tidy;
}
