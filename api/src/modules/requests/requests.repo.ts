import type { Outcome, Priority, RequestStatus } from '../../../contract/index.ts';
import type { Db } from '../../platform/db.ts';
import { CHANGES_CHANNEL, type Change as Told } from '../../platform/events.ts';

/** A request as the steps of its life need it. */
export type RequestRow = {
  id: string;
  status: RequestStatus;
  service: string;
  process_key: string;
  department: string;
  priority: Priority;
  province: string | null;
  channel: string;
  reopenings: number;
  version: number;
  locale: 'fa' | 'en';
  contact_mobile: string | null;
  contact_email: string | null;
};

export type ChangedColumns = {
  status?: RequestStatus;
  department?: string;
  priority?: Priority;
  routing_rule?: string | null;
  outcome?: Outcome | null;
  reopenings?: number;
  answered_at?: Date | null;
  closed_at?: Date | null;
};

export type NewEvent = {
  kind: string;
  at: Date;
  actorKind: 'citizen' | 'staff' | 'process' | 'system';
  actor?: string | null;
  data?: Record<string, unknown>;
  public: boolean;
  onceKey?: string;
};

export type Change = { columns?: ChangedColumns };

/** What a caseworker sent with the task that led to a step. */
export type Submission = { data: Record<string, unknown>; submitted_by: string };

const RANK: Record<Priority, number> = { normal: 1, high: 2, critical: 3 };

const COLUMNS = [
  'id',
  'status',
  'service',
  'process_key',
  'department',
  'priority',
  'province',
  'channel',
  'reopenings',
  'version',
  'locale',
  'contact_mobile',
  'contact_email',
] as const;

/** Writes what happens to a request. Give it a transaction. */
export const requestsRepo = (db: Db) => ({
  /** Reads a request and holds it, so that its steps are taken one after the other. Rows that point to it may be written
   *  meanwhile, so that this waits for none of their locks. */
  async forUpdate(id: string): Promise<RequestRow | undefined> {
    return db('requests')
      .select(...COLUMNS)
      .where({ id })
      .forNoKeyUpdate()
      .first<RequestRow | undefined>();
  },

  /** Whether a step was taken before. Ask while the request is held. */
  async happenedOnce(onceKey: string): Promise<boolean> {
    const found = await db('request_events').select('id').where({ once_key: onceKey }).first();
    return found !== undefined;
  },

  /** Writes an event with the change that it means, in one statement, and tells the screens which request to read again. */
  async record(requestId: string, event: NewEvent, { columns }: Change = {}): Promise<void> {
    const happened = db('request_events').insert({
      request_id: requestId,
      at: event.at,
      kind: event.kind,
      actor_kind: event.actorKind,
      actor: event.actor ?? null,
      data: event.data ?? {},
      public: event.public,
      once_key: event.onceKey ?? null,
    });
    const changed = db('requests')
      .where({ id: requestId })
      .update({ ...columns, version: db.raw('version + 1') });
    const parts = [
      { name: 'happened', query: happened },
      ...(columns ? [{ name: 'changed', query: changed }] : []),
    ];
    await db.raw(`with ${parts.map(({ name }) => `${name} as (?)`).join(', ')} select pg_notify(?, ?)`, [
      ...parts.map(({ query }) => query),
      CHANGES_CHANNEL,
      told(requestId),
    ]);
  },

  /** @returns the id of the new interaction, by which its event finds the text */
  async addInteraction(
    requestId: string,
    said: { channel: string; direction: 'in' | 'out'; kind: string; text: string; at: Date },
  ): Promise<string> {
    const rows = await db('interactions')
      .insert({ request_id: requestId, ...said })
      .returning<{ id: string }[]>('id');
    return rows[0]?.id as string;
  },

  /** Whether one kind of event came after the last of another kind. */
  async cameSince(requestId: string, kinds: readonly string[], since: string): Promise<boolean> {
    const found = await db('request_events')
      .select('id')
      .where({ request_id: requestId })
      .whereIn('kind', kinds)
      .where('id', '>', lastOf(db, requestId, since))
      .first();
    return found !== undefined;
  },

  /** The latest form of a caseworker with this decision. It is written before the engine is told, so it is there. */
  async latestSubmission(requestId: string, decision: string): Promise<Submission | undefined> {
    return db('task_submissions')
      .select('data', 'submitted_by')
      .where((of) =>
        of
          .where({ request_id: requestId })
          .orWhereIn('task_key', db('tasks').select('task_key').where({ request_id: requestId })),
      )
      .whereNot({ state: 'refused' })
      .whereRaw("data ->> 'decision' = ?", [decision])
      .orderBy('submitted_at', 'desc')
      .first<Submission | undefined>();
  },

  async rankOpenTasks(requestId: string, priority: Priority): Promise<void> {
    await db('tasks')
      .where({ request_id: requestId, state: 'created' })
      .whereNot({ priority_rank: RANK[priority] })
      .update({ priority_rank: RANK[priority] });
  },

  /** Tells the screens which request to read again. */
  async announce(requestId: string): Promise<void> {
    await db.raw('select pg_notify(?, ?)', [CHANGES_CHANNEL, told(requestId)]);
  },
});

export type RequestsRepo = ReturnType<typeof requestsRepo>;

const lastOf = (db: Db, requestId: string, kind: string) =>
  db('request_events').max('id').where({ request_id: requestId, kind });

const told = (requestId: string): string => {
  const change: Told = { requestIds: [requestId] };
  return JSON.stringify(change);
};
