import { type Db, prepared } from '#api/platform/db.ts';
import { changePayload, CHANNELS, notify } from '#api/platform/pg-notify.ts';
import type { AppealState, Outcome, Priority, RequestStatus } from '#common/contract/index.ts';
import { DIALOGUE_EVENT_KINDS, type DialogueEvent } from './rights/rights-input.ts';

/** Columns of a request that the steps of its life need. */
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
  appeal_state: AppealState;
  appeal_department: string | null;
  answered_by: string[];
  /** Unit that the request complains about. */
  barred_department: string | null;
  answered_at: Date | null;
  closed_at: Date | null;
  final_at: Date | null;
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
  answered_by?: string[];
  closed_at?: Date | null;
  final_at?: Date | null;
  legal_basis?: string | null;
  evidence?: string | null;
  duplicate_of?: string | null;
  appeal_state?: AppealState;
  appeal_department?: string;
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

export type RequestChange = { columns?: ChangedColumns };

/** Form that a caseworker submitted with the task that led to a step. */
export type FormSubmission = {
  data: Record<string, unknown>;
  submitted_by: string;
  submitted_at: Date;
  element_id: string;
};

export type FeedbackRecord = {
  answeredAt: Date;
  satisfied: boolean;
  reasons: string[];
  asksReopening: boolean;
  at: Date;
};

const PRIORITY_RANK: Record<Priority, number> = { normal: 1, high: 2, critical: 3 };

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
  'appeal_state',
  'appeal_department',
  'answered_by',
  'barred_department',
  'answered_at',
  'closed_at',
  'final_at',
  'version',
  'locale',
  'contact_mobile',
  'contact_email',
] as const;

/** Writes requests and their history. Pass a transaction. */
export const requestsRepo = (db: Db) => ({
  /** Reads and locks a request, so that its steps are taken one at a time. Rows that reference it may still
   *  be written, so the lock waits for none of theirs. */
  async forUpdate(id: string): Promise<RequestRow | undefined> {
    return db('requests')
      .select(...COLUMNS)
      .where({ id })
      .forNoKeyUpdate()
      .first<RequestRow | undefined>()
      .options(prepared('hold-request'));
  },

  /** Returns what a step wrote when it was taken before. Call it while the request is locked. */
  async eventByOnceKey(onceKey: string): Promise<{ data: Record<string, unknown> } | undefined> {
    return db('request_events')
      .select('data')
      .where({ once_key: onceKey })
      .first()
      .options(prepared('happened-once'));
  },

  /** Writes an event with the change that it means, in one statement, and tells the screens to read the
   *  request again. */
  async record(requestId: string, event: NewEvent, { columns }: RequestChange = {}): Promise<void> {
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
    await db
      .raw(`with ${parts.map(({ name }) => `${name} as (?)`).join(', ')} select pg_notify(?, ?)`, [
        ...parts.map(({ query }) => query),
        CHANNELS.changes,
        changePayload({ requestIds: [requestId] }),
      ])
      .options(prepared(['record', ...Object.keys(columns ?? {}).sort()].join(' ')));
  },

  /** @returns the id of the new interaction, by which its event refers to the text */
  async addInteraction(
    requestId: string,
    said: { channel: string; direction: 'in' | 'out'; kind: string; text: string; at: Date },
  ): Promise<string> {
    const rows = await db('interactions')
      .insert({ request_id: requestId, ...said })
      .returning<{ id: string }[]>('id');
    return rows[0]?.id as string;
  },

  /** Returns the events that decide a citizen's rights, in order. */
  async dialogueEvents(requestId: string): Promise<DialogueEvent[]> {
    return db('request_events')
      .select('kind', 'at')
      .where({ request_id: requestId })
      .whereIn('kind', DIALOGUE_EVENT_KINDS)
      .orderBy('id');
  },

  /** Returns the last event of these kinds. */
  async lastEvent(
    requestId: string,
    kinds: readonly string[],
  ): Promise<{ id: string; kind: string; at: Date; data: Record<string, unknown> } | undefined> {
    return db('request_events')
      .select('id', 'kind', 'at', 'data')
      .where({ request_id: requestId })
      .whereIn('kind', kinds)
      .orderBy('id', 'desc')
      .first();
  },

  /** Returns the latest staff form with one of these decisions. It is stored before the engine is told, so it
   *  is there. */
  async latestSubmission(requestId: string, ...decisions: string[]): Promise<FormSubmission | undefined> {
    return submissionsOf(db, requestId)
      .whereRaw("data ->> 'decision' = any(?)", [decisions])
      .first<FormSubmission | undefined>();
  },

  /** Returns the latest form of these elements, of all time or since a moment. */
  async latestSubmissionOfElements(
    requestId: string,
    elementIds: readonly string[],
    since?: Date,
  ): Promise<FormSubmission | undefined> {
    return submissionsOf(db, requestId)
      .whereIn('element_id', elementIds)
      .modify((query) => since && query.where('submitted_at', '>=', since))
      .first<FormSubmission | undefined>();
  },

  /** Returns the latest form submitted since a moment, whatever its decision. */
  async latestSubmissionSince(requestId: string, since: Date): Promise<FormSubmission | undefined> {
    return submissionsOf(db, requestId)
      .where('submitted_at', '>=', since)
      .first<FormSubmission | undefined>();
  },

  async idByTrackingCode(trackingCode: string): Promise<string | undefined> {
    const row = await db('requests').select('id').where({ tracking_code: trackingCode }).first();
    return row?.id;
  },

  /** Stores the citizen's feedback on an answer; once per answer. */
  async addFeedback(requestId: string, said: FeedbackRecord): Promise<void> {
    await db('request_feedback').insert({
      request_id: requestId,
      answered_at: said.answeredAt,
      satisfied: said.satisfied,
      reasons: said.reasons,
      asks_reopening: said.asksReopening,
      at: said.at,
    });
  },

  /** Returns those of these reasons that can be given now. */
  async reasons(
    keys: readonly string[],
  ): Promise<{ key: string; satisfied: boolean; asks_reopening: boolean }[]> {
    return db('feedback_reasons')
      .select('key', 'satisfied', 'asks_reopening')
      .whereIn('key', keys)
      .where({ active: true });
  },

  async outsideBodyExists(key: string): Promise<boolean> {
    return (await db('outside_bodies').select('key').where({ key }).first()) !== undefined;
  },

  async setPriorityOfOpenTasks(requestId: string, priority: Priority): Promise<void> {
    await db('tasks')
      .where({ request_id: requestId, state: 'created' })
      .whereNot({ priority_rank: PRIORITY_RANK[priority] })
      .update({ priority_rank: PRIORITY_RANK[priority] });
  },

  /** Tells the screens to read the request again. */
  async notifyChanged(requestId: string): Promise<void> {
    await notify(db, 'changes', { requestIds: [requestId] });
  },
});

export type RequestsRepo = ReturnType<typeof requestsRepo>;

const submissionsOf = (db: Db, requestId: string) =>
  db('task_submissions')
    .select('data', 'submitted_by', 'submitted_at', 'element_id')
    .where((of) =>
      of
        .where({ request_id: requestId })
        .orWhereIn('task_key', db('tasks').select('task_key').where({ request_id: requestId })),
    )
    .whereNot({ state: 'refused' })
    .orderBy('submitted_at', 'desc');
