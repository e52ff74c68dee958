import type { Db } from '#api/platform/db.ts';
import type { AlertDraft, AlertSeverity, AlertStatus } from '#common/contract/index.ts';

export type AlertRow = {
  id: string;
  kind: AlertDraft['kind'];
  severity: AlertSeverity;
  provinces: string[];
  title_fa: string;
  title_en: string;
  text_fa: string;
  text_en: string;
  valid_until: Date;
  status: AlertStatus;
  author: string;
  author_department: string;
  department: string | null;
  audience: number | null;
  reached: string | null;
  created_at: Date;
  submitted_at: Date | null;
  ended_at: Date | null;
  version: number;
};

export type AlertLimits = {
  wave_size: number;
  wave_pause: string;
  confirm_above: number;
  daily_quota: number;
  remind_approver: string;
  remind_emergency: string;
  delivery_pause: string;
};

export type AlertEvent = {
  kind: string;
  at: Date;
  actor?: string | null;
  data?: Record<string, unknown>;
  onceKey?: string;
};

/** Same rank as for tasks of critical requests. */
const HIGHEST_PRIORITY_RANK = 3;

export const draftColumns = ({ kind, severity, provinces, title, text, validUntil }: AlertDraft) => ({
  kind,
  severity,
  provinces,
  title_fa: title.fa,
  title_en: title.en,
  text_fa: text.fa,
  text_en: text.en,
  valid_until: new Date(validUntil),
});

/** Writes alerts and their history. Pass a transaction. */
export const alertsRepo = (db: Db) => ({
  async insert(columns: Partial<AlertRow>): Promise<string> {
    const rows = await db('alerts').insert(columns).returning<{ id: string }[]>('id');
    return rows[0]?.id as string;
  },

  /** Reads and locks an alert, so that its steps are taken one at a time. */
  async forUpdate(id: string): Promise<AlertRow | undefined> {
    return db('alerts').where({ id }).forUpdate().first<AlertRow | undefined>();
  },

  async update(id: string, columns: Partial<AlertRow>): Promise<void> {
    await db('alerts')
      .where({ id })
      .update({ ...columns, version: db.raw('version + 1') });
  },

  async record(alertId: string, { kind, at, actor = null, data = {}, onceKey }: AlertEvent): Promise<void> {
    await db('alert_events').insert({
      alert_id: alertId,
      at,
      kind,
      actor,
      data,
      once_key: onceKey ?? null,
    });
  },

  /** Returns the result of a step that was taken before. Call it while the alert is locked. */
  async resultByOnceKey(onceKey: string): Promise<Record<string, unknown> | undefined> {
    const found = await db('alert_events')
      .select('data')
      .where({ once_key: onceKey })
      .first<{ data: Record<string, unknown> } | undefined>();
    return found?.data;
  },

  /** Returns the last form submitted for a task of the alert's process. It is stored before the engine is
   *  told. */
  async latestSubmission(
    alertId: string,
    elementId: string,
  ): Promise<{ data: Record<string, unknown>; submitted_by: string } | undefined> {
    return db('process_instances as i')
      .join('tasks as t', 't.instance_key', 'i.instance_key')
      .join('task_submissions as s', 's.task_key', 't.task_key')
      .select('s.data', 's.submitted_by')
      .where('i.request_id', alertId)
      .where('t.element_id', elementId)
      .whereNot('s.state', 'refused')
      .orderBy('s.submitted_at', 'desc')
      .first<{ data: Record<string, unknown>; submitted_by: string } | undefined>();
  },

  /** Gives an open task of the alert's process the highest priority. */
  async raiseTask(alertId: string, elementId: string): Promise<void> {
    await db('tasks')
      .whereIn('instance_key', db('process_instances').select('instance_key').where({ request_id: alertId }))
      .where({ element_id: elementId, state: 'created' })
      .update({ priority_rank: HIGHEST_PRIORITY_RANK });
  },

  async limits(): Promise<AlertLimits> {
    return (await db('alert_limits').first<AlertLimits | undefined>()) as AlertLimits;
  },

  async unknownProvinces(codes: readonly string[]): Promise<boolean> {
    const known = (await db('provinces').whereIn('code', codes).pluck('code')) as string[];
    return known.length < codes.length;
  },
});

export type AlertsRepo = ReturnType<typeof alertsRepo>;
