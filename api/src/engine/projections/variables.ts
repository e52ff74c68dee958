import { type EngineRecord, keyOf, requiredTextOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

/** Maximum characters kept of a value. The engine holds ids and routing facts, which are short. */
const MAX_VALUE = 2_000;
const MAX_PAST_VALUE = 500;
/** Maximum number of past values kept per variable. */
const HISTORY = 20;

type Past = { at: string; value: string };

type VariableRow = {
  variable_key: string;
  instance_key: string;
  scope_key: string;
  name: string;
  value: string;
  cut: boolean;
  changes: number;
  history: Past[];
  created_at: string;
  changed_at: string;
  position: string;
};

/** Variables of instances: current values and their history. */
export const variables: Projection = {
  valueTypes: ['variable'],
  concerns: /"intent":"(?:CREATED|UPDATED)"/,
  fold() {
    const rows = new LatestRows<VariableRow>();
    return {
      add(record) {
        if (record.intent !== 'CREATED' && record.intent !== 'UPDATED') return;
        rows.put(keyOf(record, 'key'), toRow(record), later);
      },
      async write(tx) {
        if (rows.size === 0) return;
        await tx.query({ name: 'project-variables', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

function toRow(record: EngineRecord): VariableRow {
  const { value } = record;
  const text = requiredTextOf(value, 'value').replace(/^(-?\d+)\.0+$/, '$1');
  const at = timeOf(record);
  return {
    variable_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    scope_key: keyOf(value, 'scopeKey'),
    name: requiredTextOf(value, 'name'),
    value: text.slice(0, MAX_VALUE),
    cut: text.length > MAX_VALUE,
    changes: 1,
    history: [],
    created_at: at,
    changed_at: at,
    position: keyOf(record, 'position'),
  };
}

const later = (before: VariableRow, now: VariableRow): VariableRow => ({
  ...now,
  changes: before.changes + 1,
  history: [...before.history, { at: before.changed_at, value: before.value.slice(0, MAX_PAST_VALUE) }].slice(
    -HISTORY,
  ),
  created_at: before.created_at,
});

const WRITE = `
  insert into instance_variables as v
    (variable_key, instance_key, scope_key, name, value, cut, changes, history, created_at, changed_at, position)
  select * from json_to_recordset($1::json) as g (variable_key bigint, instance_key bigint, scope_key bigint, name text,
    value text, cut boolean, changes integer, history jsonb, created_at timestamptz, changed_at timestamptz, position bigint)
   order by variable_key
  on conflict (variable_key) do update set
    value = excluded.value, cut = excluded.cut, changes = v.changes + excluded.changes,
    history = (
      select jsonb_agg(past order by place) from (
        select past, place
          from jsonb_array_elements(v.history
                 || jsonb_build_array(jsonb_build_object('at', v.changed_at, 'value', left(v.value, ${MAX_PAST_VALUE})))
                 || excluded.history) with ordinality as all_of_it (past, place)
         order by place desc limit ${HISTORY}) last),
    changed_at = excluded.changed_at, position = excluded.position
  where excluded.position > v.position`;
