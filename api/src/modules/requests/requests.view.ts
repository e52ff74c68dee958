import { cursor } from '#api/platform/cursor.ts';
import { type Db, prepared } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type {
  ListRequests,
  RequestPage,
  RequestSummary,
  RequestView,
  Text,
  TimelineEntry,
} from '#common/contract/index.ts';
import { readTrackingCode } from '#common/text/tracking-code.ts';
import type { Routing } from '../services/index.ts';

/** Condition over the alias `r`, from the visibility rule. */
export type VisibilityCondition = { sql: string; bindings: readonly unknown[] };

const PAGE_SIZE = 50;
const EXCERPT_LENGTH = 160;

const SUMMARY = `r.id, r.tracking_code, r.service, r.department, r.status, r.outcome, r.priority, r.channel, r.province,
  left(r.text, ${EXCERPT_LENGTH}) as excerpt, r.received_at, r.due_at, r.closed_at`;

type SummaryRow = {
  id: string;
  tracking_code: string;
  service: string;
  department: string;
  status: RequestSummary['status'];
  outcome: RequestSummary['outcome'];
  priority: RequestSummary['priority'];
  channel: RequestSummary['channel'];
  province: string | null;
  excerpt: string;
  received_at: Date;
  due_at: Date;
  closed_at: Date | null;
};

type FullRow = SummaryRow & {
  version: number;
  text: string;
  answers: Record<string, unknown>;
  contact_name: string | null;
  national_id: string | null;
  contact_mobile: string | null;
  contact_email: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  routing_rule: string | null;
  confidential: boolean;
  reopenings: number;
  legal_basis: string | null;
  evidence: string | null;
  duplicate_code: string | null;
  follows_code: string | null;
  appeal_state: RequestView['appealState'];
  appeal_department: string | null;
  final_at: Date | null;
  satisfied: boolean | null;
  reasons: string[];
  asks_reopening: boolean;
  judged_at: Date;
  escalation_level: 0 | 1 | 2 | 3;
  escalated_department: string | null;
  escalated_to: string | null;
  escalated_at: Date | null;
};

const BY_ARRIVAL = cursor('arrival', ['time', 'uuid']);

/** Read side for the staff's screens. The viewer's condition applies to every list and every single
 *  request. */
export const requestsView = ({ db, routing }: { db: Db; routing: Pick<Routing, 'explain'> }) => ({
  /** Lists requests, newest first. A page starts after the last row of the one before, so that no row is lost
   *  or doubled meanwhile. */
  async list(filter: ListRequests, visible: VisibilityCondition): Promise<RequestPage> {
    const { status, service, department, q, limit = PAGE_SIZE } = filter;
    const query = db('requests as r')
      .select(db.raw(SUMMARY))
      .whereRaw(visible.sql, visible.bindings as string[])
      .orderBy('r.received_at', 'desc')
      .orderBy('r.id', 'desc')
      .limit(limit + 1);
    if (status !== undefined) query.where('r.status', status);
    if (service !== undefined) query.where('r.service', service);
    if (department !== undefined) query.where('r.department', department);
    if (q !== undefined) query.where('r.tracking_code', readTrackingCode(q));
    if (filter.after !== undefined)
      query.whereRaw('(r.received_at, r.id) < (?, ?)', BY_ARRIVAL.read(filter.after));
    const rows = (await query) as SummaryRow[];
    return page(rows, limit, summary, (last) => BY_ARRIVAL.write(last.received_at, last.id));
  },

  async one(id: string, visible: VisibilityCondition): Promise<RequestView | undefined> {
    const row = (await db('requests as r')
      .leftJoin('people as p', 'p.id', 'r.person_id')
      .leftJoin('requests as original', 'original.id', 'r.duplicate_of')
      .leftJoin('requests as earlier', 'earlier.id', 'r.follows')
      .joinRaw(
        `left join lateral (select satisfied, reasons, asks_reopening, at as judged_at from request_feedback
           where request_id = r.id order by answered_at desc limit 1) f on true`,
      )
      .select(db.raw(SUMMARY), 'r.version', 'r.text', 'r.answers', 'r.contact_name', 'p.national_id')
      .select('r.contact_mobile', 'r.contact_email', 'r.address', 'r.latitude', 'r.longitude')
      .select('r.routing_rule', 'r.confidential', 'r.reopenings', 'r.legal_basis', 'r.evidence', 'r.final_at')
      .select('r.appeal_state', 'r.appeal_department', 'f.satisfied', 'f.reasons', 'f.asks_reopening')
      .select(
        'f.judged_at',
        'original.tracking_code as duplicate_code',
        'earlier.tracking_code as follows_code',
      )
      .select('r.escalation_level', 'r.escalated_department', 'r.escalated_to', 'r.escalated_at')
      .where('r.id', id)
      .whereRaw(visible.sql, visible.bindings as string[])
      .first()
      .options(prepared(`one-request: ${visible.sql}`))) as FullRow | undefined;
    return row && full(row, row.routing_rule === null ? null : routing.explain(row.routing_rule));
  },

  /** Returns everything that happened to a request, in order, with what was said. */
  async timeline(id: string): Promise<TimelineEntry[]> {
    const rows = await db('request_events as e')
      .leftJoin('interactions as i', db.raw("i.id = (e.data ->> 'interactionId')::uuid"))
      .leftJoin('staff as s', 's.username', 'e.actor')
      .select('e.id', 'e.at', 'e.kind', 'e.actor_kind', 'e.actor', 's.name', 'e.data', 'e.public', 'i.text')
      .where('e.request_id', id)
      .orderBy('e.id')
      .options(prepared('timeline'));
    return rows.map(({ data, text, name, ...row }) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      kind: row.kind,
      actorKind: row.actor_kind,
      actor: row.actor,
      actorName: name,
      data: text === null ? data : { ...data, text },
      public: row.public,
    }));
  },
});

export type RequestsView = ReturnType<typeof requestsView>;

const summary = (row: SummaryRow): RequestSummary => ({
  id: row.id,
  trackingCode: row.tracking_code,
  service: row.service,
  department: row.department,
  status: row.status,
  outcome: row.outcome,
  priority: row.priority,
  channel: row.channel,
  province: row.province,
  excerpt: row.excerpt,
  receivedAt: row.received_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
});

const full = (row: FullRow, routingReason: Text | null): RequestView => ({
  ...summary(row),
  version: row.version,
  text: row.text,
  answers: row.answers,
  applicant: {
    name: row.contact_name,
    nationalId: row.national_id,
    mobile: row.contact_mobile,
    email: row.contact_email,
  },
  place: { province: row.province, address: row.address, latitude: row.latitude, longitude: row.longitude },
  routingRule: row.routing_rule,
  routingReason,
  confidential: row.confidential,
  reopenings: row.reopenings,
  legalBasis: row.legal_basis,
  evidence: row.evidence,
  duplicateOf: row.duplicate_code,
  follows: row.follows_code,
  appealState: row.appeal_state,
  appealDepartment: row.appeal_department,
  finalAt: row.final_at?.toISOString() ?? null,
  feedback:
    row.satisfied === null
      ? null
      : {
          satisfied: row.satisfied,
          reasons: row.reasons,
          asksReopening: row.asks_reopening,
          at: row.judged_at.toISOString(),
        },
  escalation:
    row.escalated_department !== null && row.escalated_at !== null
      ? {
          level: row.escalation_level,
          department: row.escalated_department,
          to: row.escalated_to,
          at: row.escalated_at.toISOString(),
        }
      : null,
});
