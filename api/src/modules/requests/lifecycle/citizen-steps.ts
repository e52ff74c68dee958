import type { RequestClocks } from '#api/modules/sla/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { tidyText } from '#common/text/persian-text.ts';
import { RequestNotFound, StepNotLegal } from '../requests.errors.ts';
import { type NewEvent, type RequestRow, requestsRepo } from '../requests.repo.ts';
import { type CitizenRights, citizenRights } from '../rights/citizen-rights.ts';
import type { ClosingRulesProvider } from '../rights/closing-rules.ts';
import { citizenRightsInput } from '../rights/rights-input.ts';

type Deps = { db: Db; clock: Clock; clocks: RequestClocks; rules: ClosingRulesProvider };

type FeedbackInput = {
  requestId: string;
  satisfied: boolean;
  reasons?: readonly string[] | undefined;
  text?: string | undefined;
  reopen?: boolean | undefined;
};

type LockedRequest = { request: RequestRow; rights: CitizenRights; at: Date };

/** Steps that citizens take with their request. A withdrawal takes effect at once. After every other step the
 *  status changes when the process has taken the step up, so that a reply at the very moment its time runs
 *  out cannot leave the two apart. `db` is a transaction. */
export function citizenSteps({ db, clock, clocks, rules }: Deps) {
  const requests = requestsRepo(db);

  /** Locks the request and checks that the citizen has this right now.
   *  @throws StepNotLegal */
  async function lockWithRight(
    requestId: string,
    right: (rights: CitizenRights) => boolean,
  ): Promise<LockedRequest> {
    const request = await requests.forUpdate(requestId);
    if (!request) throw new RequestNotFound();
    const at = clock.now();
    const standing = citizenRightsInput(request, await requests.dialogueEvents(requestId));
    const rights = citizenRights(standing, await rules.of(request.service), at);
    if (!right(rights)) throw new StepNotLegal();
    return { request, rights, at };
  }

  const tell = (requestId: string, messageName: string, variables: Record<string, unknown>) =>
    enqueue(db, { requestId, kind: 'message', messageName, variables });

  /** Stores what the citizen said, if anything.
   *  @returns the data that its event must hold */
  async function keep(requestId: string, kind: string, text: string, at: Date) {
    if (text === '') return {};
    const said = { channel: 'web', direction: 'in', kind, text, at } as const;
    return { interactionId: await requests.addInteraction(requestId, said) };
  }

  const byCitizen = (kind: string, at: Date, data: Record<string, unknown>, isPublic = true): NewEvent => ({
    kind,
    at,
    actorKind: 'citizen',
    data,
    public: isPublic,
  });

  return {
    /** Answers the question that the request waits for; once per question.
     *  @throws StepNotLegal when no question is open, or it was answered */
    async reply({ requestId, text }: { requestId: string; text: string }): Promise<void> {
      const { at } = await lockWithRight(requestId, ({ canReply }) => canReply);
      const data = await keep(requestId, 'reply', required(text), at);
      await requests.record(requestId, byCitizen('reply', at, data));
      await tell(requestId, 'citizen-replied', {});
    },

    /** Says whether the answer satisfies; once per answer. The request is reopened when `reopen` says so or,
     *  without `reopen`, when a reason asks for it and it is still possible.
     *  @throws StepNotLegal when there is no answer to judge, its time is over, or it was reopened often
     *  enough */
    async giveFeedback({ requestId, satisfied, reasons = [], text, reopen }: FeedbackInput): Promise<void> {
      const { request, rights, at } = await lockWithRight(requestId, ({ canConfirm }) => canConfirm);
      const given = await requests.reasons(reasons);
      const why = tidyText(text ?? '');
      const byReason = given.some((reason) => reason.asks_reopening);
      check({ satisfied, reasons, given, reopen, why });
      if (reopen === true && !rights.canReopen) throw new StepNotLegal();
      const reopened = !satisfied && rights.canReopen && (reopen ?? byReason);
      await requests.addFeedback(requestId, {
        answeredAt: request.answered_at ?? at,
        satisfied,
        reasons: [...reasons],
        asksReopening: reopened,
        at,
      });
      const kind = satisfied ? 'confirmed' : reopened ? 'reopened' : 'unsatisfied';
      const data = { reasons, ...(await keep(requestId, 'feedback', why, at)) };
      await requests.record(requestId, byCitizen(kind, at, data, reopened));
      await tell(requestId, 'citizen-feedback', { feedback: kind });
    },

    /** Asks the next senior officer to look at a closed case; once per case.
     *  @throws StepNotLegal when the case is not closed, is final, or was closed too long ago */
    async appeal({ requestId, text }: { requestId: string; text: string }): Promise<void> {
      const { at } = await lockWithRight(requestId, ({ canAppeal }) => canAppeal);
      const data = await keep(requestId, 'appeal', required(text), at);
      await requests.record(requestId, byCitizen('appealed', at, data), {
        columns: { appeal_state: 'pending' },
      });
      await tell(requestId, 'citizen-appealed', {});
    },

    /** Withdraws the request. It is over at once; the process is told and stops.
     *  @throws StepNotLegal once it is answered */
    async withdraw({ requestId, text }: { requestId: string; text?: string | undefined }): Promise<void> {
      const { at } = await lockWithRight(requestId, ({ canWithdraw }) => canWithdraw);
      const data = await keep(requestId, 'withdrawal', tidyText(text ?? ''), at);
      await requests.record(requestId, byCitizen('withdrawn', at, data), {
        columns: { status: 'withdrawn', outcome: 'withdrawn', closed_at: at, final_at: at },
      });
      await clocks.stop(requestId, at, 'withdrawn');
      await tell(requestId, 'citizen-withdrew', {});
    },
  };
}

export type CitizenSteps = ReturnType<typeof citizenSteps>;

const wrong = (path: string, rule: string, message: string) =>
  new InvalidInput(undefined, { errors: [{ path, rule, message }] });

function required(text: string): string {
  const tidy = tidyText(text);
  if (tidy === '') throw wrong('/text', 'minLength', 'must not be empty');
  return tidy;
}

function check({
  satisfied,
  reasons,
  given,
  reopen,
  why,
}: {
  satisfied: boolean;
  reasons: readonly string[];
  given: readonly { key: string; satisfied: boolean }[];
  reopen: boolean | undefined;
  why: string;
}): void {
  const fits = new Set(given.filter((reason) => reason.satisfied === satisfied).map(({ key }) => key));
  if (reasons.some((key) => !fits.has(key)))
    throw wrong('/reasons', 'enum', 'must be reasons that can be given for this');
  if (satisfied && reopen === true) throw wrong('/reopen', 'const', 'is for an answer that does not satisfy');
  if (reopen === true && reasons.length === 0 && why === '')
    throw wrong('/text', 'required', 'a reason or a text is needed to ask for another look');
}
