import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { FeedbackReason, PUBLIC_STEPS, TrackedRequest } from '#common/contract/index.ts';
import {
  citizenRights,
  citizenRightsInput,
  type ClosingRulesProvider,
  type RightsRow,
} from '../requests/index.ts';

type Row = RightsRow & {
  id: string;
  tracking_code: string;
  service: string;
  service_fa: string;
  service_en: string;
  department: string;
  department_fa: string;
  department_en: string;
  outcome: TrackedRequest['outcome'];
  received_at: Date;
  due_at: Date;
  paused_since: Date | null;
  legal_basis: string | null;
  duplicate_code: string | null;
  follows_code: string | null;
  satisfied: boolean | null;
};

type StepRow = { kind: string; at: Date; public: boolean; text: string | null };
type PublicStep = (typeof PUBLIC_STEPS)[number];

type Deps = { db: Db; clock: Clock; rules: ClosingRulesProvider };

/** An earlier request is one that its filer has proved to be theirs. The tracking code of a duplicate's
 *  original is shown only to a reader of the mailbox that both requests name: anybody can claim everything
 *  else that two requests have in common. */
const REQUEST = `
  select r.id, r.tracking_code, r.service, r.department, r.status, r.outcome, r.received_at, r.due_at,
         r.paused_since, r.answered_at, r.closed_at, r.final_at, r.reopenings, r.appeal_state, r.legal_basis, f.satisfied,
         earlier.tracking_code as follows_code, original.tracking_code as duplicate_code,
         s.name_fa as service_fa, s.name_en as service_en, d.name_fa as department_fa, d.name_en as department_en
    from requests r
    join services s on s.key = r.service
    join departments d on d.slug = r.department
    left join request_feedback f on f.request_id = r.id and f.answered_at = r.answered_at
    left join requests earlier on earlier.id = r.follows
    left join requests original on original.id = r.duplicate_of
          and ?::boolean and lower(original.contact_email) = lower(r.contact_email)
   where r.id = ?`;

/** Citizen's view of a request: nothing about people, staff or routing. */
export const trackingView = ({ db, clock, rules }: Deps) => ({
  /** @param readsMailbox whether the reader came by a link, which goes only to the mailbox of the request */
  async read(id: string, { readsMailbox }: { readsMailbox: boolean }): Promise<TrackedRequest | undefined> {
    const { rows } = await db.raw<{ rows: Row[] }>(REQUEST, [readsMailbox, id]);
    const [row] = rows;
    if (!row) return undefined;
    const steps = (await db('request_events as e')
      .leftJoin('interactions as i', db.raw("i.id = (e.data ->> 'interactionId')::uuid"))
      .select('e.kind', 'e.at', 'e.public', 'i.text')
      .where('e.request_id', id)
      .orderBy('e.id')) as StepRow[];
    const rights = citizenRights(citizenRightsInput(row, steps), await rules.of(row.service), clock.now());
    return tracked(row, steps, rights, clock.now());
  },

  /** Returns the reasons that citizens can give for their feedback on an answer, in their order. */
  async feedbackReasons(): Promise<FeedbackReason[]> {
    const rows = await db('feedback_reasons').where({ active: true }).orderBy('position');
    return rows.map(({ key, fa, en, satisfied, asks_reopening: asksReopening }) => ({
      key,
      text: { fa, en },
      satisfied,
      asksReopening,
    }));
  },
});

export type TrackingView = ReturnType<typeof trackingView>;

function tracked(
  row: Row,
  steps: readonly StepRow[],
  rights: ReturnType<typeof citizenRights>,
  now: Date,
): TrackedRequest {
  const textOf = (kind: string) => steps.findLast((step) => step.kind === kind)?.text ?? null;
  const isAnswered = row.status === 'answered' || row.status === 'closed';
  const { replyUntil, reopenUntil, appealUntil, ...can } = rights;
  return {
    trackingCode: row.tracking_code,
    service: { key: row.service, name: { fa: row.service_fa, en: row.service_en } },
    department: { slug: row.department, name: { fa: row.department_fa, en: row.department_en } },
    status: row.status,
    outcome: row.outcome,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    overdue: (row.paused_since ?? row.answered_at ?? row.closed_at ?? now) > row.due_at,
    paused: row.paused_since !== null,
    question: rights.canReply ? textOf('question') : null,
    answer: isAnswered ? textOf('answered') : null,
    legalBasis: row.legal_basis,
    duplicateOf: row.duplicate_code,
    follows: row.follows_code,
    satisfied: row.satisfied,
    ...can,
    replyUntil: written(replyUntil),
    reopenUntil: written(reopenUntil),
    appealUntil: written(appealUntil),
    appealState: row.appeal_state,
    finalAt: written(row.final_at),
    steps: steps
      .filter((step) => step.public)
      .map(({ kind, at, text }) => ({ kind: kind as PublicStep, at: at.toISOString(), text })),
  };
}

const written = (at: Date | null): string | null => at?.toISOString() ?? null;
