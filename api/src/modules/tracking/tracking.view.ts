import type { PUBLIC_STEPS, TrackedRequest } from '../../../contract/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { MOST_REOPENINGS } from '../requests/index.ts';

/** What proves that a citizen may see a request: the contact data it was filed with. */
export type TrackedKey = { id: string; mobile: string | null; email: string | null };

type Row = {
  id: string;
  tracking_code: string;
  service: string;
  service_fa: string;
  service_en: string;
  department: string;
  department_fa: string;
  department_en: string;
  status: TrackedRequest['status'];
  outcome: TrackedRequest['outcome'];
  received_at: Date;
  due_at: Date;
  answered_at: Date | null;
  reopenings: number;
};

type StepRow = { kind: string; at: Date; public: boolean; text: string | null };
type PublicStep = (typeof PUBLIC_STEPS)[number];

/** What a citizen sees of a request: nothing of people, staff or routing. */
export const trackingView = ({ db, clock }: { db: Db; clock: Clock }) => ({
  async keyOf(trackingCode: string): Promise<TrackedKey | undefined> {
    return db('requests')
      .select('id', 'contact_mobile as mobile', 'contact_email as email')
      .where({ tracking_code: trackingCode })
      .first<TrackedKey | undefined>();
  },

  async read(id: string): Promise<TrackedRequest | undefined> {
    const row = (await db('requests as r')
      .join('services as s', 's.key', 'r.service')
      .join('departments as d', 'd.slug', 'r.department')
      .select(
        'r.id',
        'r.tracking_code',
        'r.service',
        'r.department',
        'r.status',
        'r.outcome',
        'r.received_at',
      )
      .select('r.due_at', 'r.answered_at', 'r.reopenings')
      .select(
        's.name_fa as service_fa',
        's.name_en as service_en',
        'd.name_fa as department_fa',
        'd.name_en as department_en',
      )
      .where('r.id', id)
      .first()) as Row | undefined;
    if (!row) return undefined;
    const steps = (await db('request_events as e')
      .leftJoin('interactions as i', db.raw("i.id = (e.data ->> 'interactionId')::uuid"))
      .select('e.kind', 'e.at', 'e.public', 'i.text')
      .where('e.request_id', id)
      .orderBy('e.id')) as StepRow[];
    return tracked(row, steps, clock.now());
  },
});

export type TrackingView = ReturnType<typeof trackingView>;

function tracked(row: Row, steps: readonly StepRow[], now: Date): TrackedRequest {
  const last = (kinds: readonly string[]) => steps.findLastIndex(({ kind }) => kinds.includes(kind));
  const question = last(['question']);
  const answered = last(['answered']);
  const asked = row.status === 'waiting-citizen' && question > last(['reply']);
  const judged = last(['confirmed', 'reopened']) > answered;
  const mayJudge = row.status === 'answered' && !judged;
  const resolvedAt = row.answered_at ?? now;
  return {
    trackingCode: row.tracking_code,
    service: { key: row.service, name: { fa: row.service_fa, en: row.service_en } },
    department: { slug: row.department, name: { fa: row.department_fa, en: row.department_en } },
    status: row.status,
    outcome: row.outcome,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    overdue: resolvedAt > row.due_at,
    question: asked ? (steps[question]?.text ?? null) : null,
    answer: row.status === 'answered' || row.status === 'closed' ? (steps[answered]?.text ?? null) : null,
    canReply: asked,
    canConfirm: mayJudge,
    canReopen: mayJudge && row.reopenings < MOST_REOPENINGS,
    steps: steps
      .filter((step) => step.public)
      .map(({ kind, at, text }) => ({ kind: kind as PublicStep, at: at.toISOString(), text })),
  };
}
