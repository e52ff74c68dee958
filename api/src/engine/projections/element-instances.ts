import { type EngineRecord, keyOf, requiredTextOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

type ElementState = 'active' | 'completed' | 'terminated';

type ElementRow = {
  element_key: string;
  instance_key: string;
  scope_key: string;
  process_key: string;
  version: number;
  element_id: string;
  type: string;
  state: ElementState;
  started_at: string;
  ended_at: string | null;
};

type FlowRow = { instance_key: string; flow_id: string; times: number; position: string };

const STATES: Record<string, ElementState> = {
  ELEMENT_ACTIVATING: 'active',
  ELEMENT_ACTIVATED: 'active',
  ELEMENT_MIGRATED: 'active',
  ELEMENT_COMPLETED: 'completed',
  ELEMENT_TERMINATED: 'terminated',
};

/** Element instances and the sequence flows taken. An element counts from ACTIVATING on: one whose input
 *  mapping fails never gets further, and its incident is there. */
export const elementInstances: Projection = {
  valueTypes: ['process-instance'],
  concerns:
    /"intent":"(?:SEQUENCE_FLOW_TAKEN|ELEMENT_(?:ACTIVATING|ACTIVATED|MIGRATED|COMPLETED|TERMINATED))"/,
  fold() {
    const elements = new LatestRows<ElementRow>();
    const flows = new LatestRows<FlowRow>();
    return {
      add(record) {
        if (record.intent === 'SEQUENCE_FLOW_TAKEN') {
          const row = toFlow(record);
          return flows.put(`${row.instance_key} ${row.flow_id}`, row, oneMore);
        }
        const state = STATES[record.intent];
        if (!state || record.value.bpmnElementType === 'PROCESS') return;
        elements.put(keyOf(record, 'key'), toElement(record, state), later);
      },
      async write(tx) {
        await Promise.all([
          elements.size > 0 &&
            tx.query({ name: 'project-elements', text: WRITE_ELEMENTS, values: [elements.json()] }),
          flows.size > 0 && tx.query({ name: 'project-flows', text: WRITE_FLOWS, values: [flows.json()] }),
        ]);
      },
    };
  },
};

function toElement(record: EngineRecord, state: ElementState): ElementRow {
  const { value } = record;
  const at = timeOf(record);
  return {
    element_key: keyOf(record, 'key'),
    instance_key: keyOf(value, 'processInstanceKey'),
    scope_key: keyOf(value, 'flowScopeKey'),
    process_key: requiredTextOf(value, 'bpmnProcessId'),
    version: Number(value.version),
    element_id: requiredTextOf(value, 'elementId'),
    type: requiredTextOf(value, 'bpmnElementType'),
    state,
    started_at: at,
    ended_at: state === 'active' ? null : at,
  };
}

function toFlow(record: EngineRecord): FlowRow {
  const position = keyOf(record, 'position');
  return {
    instance_key: keyOf(record.value, 'processInstanceKey'),
    flow_id: requiredTextOf(record.value, 'elementId'),
    times: 1,
    position,
  };
}

const later = (before: ElementRow, now: ElementRow): ElementRow => ({
  ...now,
  state: before.state === 'active' ? now.state : before.state,
  started_at: before.started_at,
  ended_at: before.ended_at ?? now.ended_at,
});

const oneMore = (before: FlowRow, now: FlowRow): FlowRow => ({ ...now, times: before.times + 1 });

const WRITE_ELEMENTS = `
  insert into element_instances as e
    (element_key, instance_key, scope_key, process_key, version, element_id, type, state, started_at, ended_at)
  select * from json_to_recordset($1::json) as g (element_key bigint, instance_key bigint, scope_key bigint, process_key text,
    version integer, element_id text, type text, state text, started_at timestamptz, ended_at timestamptz)
   order by element_key
  on conflict (element_key) do update set
    process_key = excluded.process_key, version = excluded.version, element_id = excluded.element_id,
    state = case when e.state = 'active' then excluded.state else e.state end,
    started_at = least(e.started_at, excluded.started_at),
    ended_at = coalesce(e.ended_at, excluded.ended_at)`;

const WRITE_FLOWS = `
  insert into flows_taken as f (instance_key, flow_id, times, position)
  select * from json_to_recordset($1::json) as g
    (instance_key bigint, flow_id text, times integer, position bigint)
   order by instance_key, flow_id
  on conflict (instance_key, flow_id) do update set times = f.times + excluded.times, position = excluded.position
  where excluded.position > f.position`;
