import { type EngineRecord, keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

const STATES: Record<string, string> = {
  CREATED: 'created',
  TIMED_OUT: 'created',
  RECURRED_AFTER_BACKOFF: 'created',
  RETRIES_UPDATED: 'created',
  MIGRATED: 'created',
  FAILED: 'failed',
  ERROR_THROWN: 'error-thrown',
  COMPLETED: 'completed',
  CANCELED: 'canceled',
};

const MAX_MESSAGE = 2_000;

type JobRow = {
  job_key: string;
  instance_key: string;
  element_key: string;
  element_id: string;
  process_key: string;
  type: string;
  state: string;
  retries: number;
  worker: string | null;
  error_code: string | null;
  error_message: string | null;
  created_at: string;
  ended_at: string | null;
  position: string;
};

/** Jobs that instances wait for, and their outcome. Every record carries the whole job. */
export const jobs: Projection = {
  valueTypes: ['job'],
  concerns:
    /"intent":"(?:CREATED|TIMED_OUT|RECURRED_AFTER_BACKOFF|RETRIES_UPDATED|MIGRATED|FAILED|ERROR_THROWN|COMPLETED|CANCELED)"/,
  fold() {
    const rows = new LatestRows<JobRow>();
    return {
      add(record) {
        const state = STATES[record.intent];
        if (state) rows.put(keyOf(record, 'key'), toRow(record, state), later);
      },
      async write(tx) {
        if (rows.size === 0) return;
        await tx.query({ name: 'project-jobs', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

function toRow(record: EngineRecord, state: string): JobRow {
  const { value } = record;
  const at = timeOf(record);
  return {
    job_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    element_key: keyOf(value, 'elementInstanceKey'),
    element_id: requiredTextOf(value, 'elementId'),
    process_key: requiredTextOf(value, 'bpmnProcessId'),
    type: requiredTextOf(value, 'type'),
    state,
    retries: Number(value.retries),
    worker: textOf(value, 'worker'),
    error_code: textOf(value, 'errorCode'),
    error_message: textOf(value, 'errorMessage')?.slice(0, MAX_MESSAGE) ?? null,
    created_at: at,
    ended_at: state === 'completed' || state === 'canceled' ? at : null,
    position: keyOf(record, 'position'),
  };
}

const later = (before: JobRow, now: JobRow): JobRow => ({
  ...now,
  worker: now.worker ?? before.worker,
  error_message: now.error_message ?? before.error_message,
  created_at: before.created_at,
});

const WRITE = `
  insert into jobs as j (job_key, instance_key, element_key, element_id, process_key, type, state, retries, worker, error_code,
    error_message, created_at, ended_at, position)
  select * from json_to_recordset($1::json) as g (job_key bigint, instance_key bigint, element_key bigint, element_id text,
    process_key text, type text, state text, retries integer, worker text, error_code text, error_message text,
    created_at timestamptz, ended_at timestamptz, position bigint)
   order by job_key
  on conflict (job_key) do update set
    element_id = excluded.element_id, process_key = excluded.process_key, state = excluded.state, retries = excluded.retries,
    worker = coalesce(excluded.worker, j.worker), error_code = excluded.error_code,
    error_message = coalesce(excluded.error_message, j.error_message), ended_at = excluded.ended_at,
    position = excluded.position
  where excluded.position > j.position`;
