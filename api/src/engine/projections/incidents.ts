import { keyOf, requiredTextOf, textOf, timeOf, type EngineRecord } from '../records.ts';
import { Rows, type Projection } from './projection.ts';

type IncidentRow = {
  incident_key: string;
  instance_key: string;
  element_id: string | null;
  error_type: string;
  error_message: string;
  state: 'open' | 'resolved';
  created_at: string;
  resolved_at: string | null;
};

const MAX_MESSAGE = 2_000;

/** Where a process stands still until somebody helps. */
export const incidents: Projection = {
  valueTypes: ['incident'],
  concerns: /"intent":"(?:CREATED|RESOLVED)"/,
  fold() {
    const rows = new Rows<IncidentRow>();
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
        await tx.query({ name: 'project-incidents', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

function toRow(record: EngineRecord): IncidentRow {
  const { value } = record;
  const resolved = record.intent === 'RESOLVED';
  return {
    incident_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    element_id: textOf(value, 'elementId'),
    error_type: requiredTextOf(value, 'errorType'),
    error_message: (textOf(value, 'errorMessage') ?? '').slice(0, MAX_MESSAGE),
    state: resolved ? 'resolved' : 'open',
    created_at: timeOf(record),
    resolved_at: resolved ? timeOf(record) : null,
  };
}

const WRITE = `
  insert into incidents as i
    (incident_key, instance_key, element_id, error_type, error_message, state, created_at, resolved_at)
  select * from json_to_recordset($1::json) as g (incident_key bigint, instance_key bigint, element_id text,
    error_type text, error_message text, state text, created_at timestamptz, resolved_at timestamptz)
   order by incident_key
  on conflict (incident_key) do update set
    state = case when i.state = 'resolved' then i.state else excluded.state end,
    created_at = least(i.created_at, excluded.created_at),
    resolved_at = coalesce(i.resolved_at, excluded.resolved_at)`;
