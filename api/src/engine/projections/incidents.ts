import { type EngineRecord, keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

type IncidentRow = {
  incident_key: string;
  instance_key: string;
  element_id: string | null;
  element_key: string;
  job_key: string | null;
  error_type: string;
  error_message: string;
  state: 'open' | 'resolved';
  created_at: string;
  resolved_at: string | null;
};

const MAX_MESSAGE = 2_000;

/** Incidents: places where an instance is stuck until somebody helps. */
export const incidents: Projection = {
  valueTypes: ['incident'],
  concerns: /"intent":"(?:CREATED|RESOLVED)"/,
  fold() {
    const rows = new LatestRows<IncidentRow>();
    return {
      add(record) {
        if (record.intent !== 'CREATED' && record.intent !== 'RESOLVED') return;
        rows.put(keyOf(record, 'key'), toRow(record), (before, now) => ({
          ...now,
          created_at: before.created_at,
        }));
      },
      async write(tx) {
        if (rows.size === 0) return;
        const instances = [...new Set(rows.values().map((row) => row.instance_key))].sort();
        await Promise.all([
          tx.query({ name: 'project-incidents', text: WRITE, values: [rows.json()] }),
          tx.query({ name: 'mark-instances', text: MARK, values: [instances] }),
        ]);
      },
    };
  },
};

function toRow(record: EngineRecord): IncidentRow {
  const { value } = record;
  const resolved = record.intent === 'RESOLVED';
  const job = keyOf(value, 'jobKey');
  return {
    incident_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    element_id: textOf(value, 'elementId'),
    element_key: keyOf(value, 'elementInstanceKey'),
    job_key: job.startsWith('-') ? null : job,
    error_type: requiredTextOf(value, 'errorType'),
    error_message: (textOf(value, 'errorMessage') ?? '').slice(0, MAX_MESSAGE),
    state: resolved ? 'resolved' : 'open',
    created_at: timeOf(record),
    resolved_at: resolved ? timeOf(record) : null,
  };
}

const WRITE = `
  insert into incidents as i (incident_key, instance_key, element_id, element_key, job_key, error_type, error_message, state,
    created_at, resolved_at)
  select * from json_to_recordset($1::json) as g (incident_key bigint, instance_key bigint, element_id text, element_key bigint,
    job_key bigint, error_type text, error_message text, state text, created_at timestamptz, resolved_at timestamptz)
   order by incident_key
  on conflict (incident_key) do update set
    element_id = excluded.element_id, element_key = excluded.element_key, job_key = excluded.job_key,
    state = case when i.state = 'resolved' then i.state else excluded.state end,
    created_at = least(i.created_at, excluded.created_at),
    resolved_at = coalesce(i.resolved_at, excluded.resolved_at)`;

const MARK = `
  with wanted as (
    select p.instance_key, exists (
             select from incidents i where i.instance_key = p.instance_key and i.state = 'open') as incident
      from process_instances p where p.instance_key = any($1::bigint[])
     order by p.instance_key for update
  )
  update process_instances p set incident = wanted.incident
    from wanted where p.instance_key = wanted.instance_key and p.incident is distinct from wanted.incident`;
