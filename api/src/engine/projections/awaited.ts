import { type EngineRecord, keyOf, requiredTextOf, textOf, timeOf } from '../engine-records.ts';
import { LatestRows, type Projection } from './projection.ts';

type AwaitedRow = {
  awaited_key: string;
  kind: 'timer' | 'message';
  instance_key: string;
  element_key: string;
  element_id: string;
  due_at: string | null;
  repetitions: number | null;
  message_name: string | null;
  correlation_key: string | null;
  state: 'waiting' | 'happened' | 'canceled';
  happened: number;
  since: string;
  happened_at: string | null;
  ended_at: string | null;
  position: string;
};

/** Timers and messages that instances wait for. For a message it reads each instance's own side of the
 *  subscription, which is on the instance's partition. Timers that start instances belong to none and are
 *  left out. */
export const awaited: Projection = {
  valueTypes: ['timer', 'process-message-subscription'],
  concerns: /"intent":"(?:CREATING|CREATED|TRIGGERED|CORRELATED|CANCELED|DELETED|MIGRATED)"/,
  fold() {
    const rows = new LatestRows<AwaitedRow>();
    return {
      add(record) {
        const row = record.valueType === 'TIMER' ? fromTimer(record) : fromSubscription(record);
        if (row) rows.put(row.awaited_key, row, later);
      },
      async write(tx) {
        if (rows.size === 0) return;
        await tx.query({ name: 'project-awaited', text: WRITE, values: [rows.json()] });
      },
    };
  },
};

function fromTimer(record: EngineRecord): AwaitedRow | undefined {
  const { value } = record;
  const instance = keyOf(value, 'processInstanceKey');
  if (instance.startsWith('-')) return undefined;
  const state = TIMER_STATES[record.intent];
  if (!state) return undefined;
  return {
    ...common(record, 'timer', state),
    element_id: requiredTextOf(value, 'targetElementId'),
    due_at: new Date(Number(value.dueDate)).toISOString(),
    repetitions: Number(value.repetitions),
    ended_at: state === 'waiting' ? null : timeOf(record),
  };
}

const TIMER_STATES: Record<string, AwaitedRow['state']> = {
  CREATED: 'waiting',
  MIGRATED: 'waiting',
  TRIGGERED: 'happened',
  CANCELED: 'canceled',
};

/** A non-interrupting message may come again: its subscription stays. */
function fromSubscription(record: EngineRecord): AwaitedRow | undefined {
  const { value, intent } = record;
  const correlated = intent === 'CORRELATED';
  const ended = intent === 'DELETED' || (correlated && value.interrupting !== false);
  return {
    ...common(record, 'message', correlated ? 'happened' : ended ? 'canceled' : 'waiting'),
    element_id: requiredTextOf(value, 'elementId'),
    message_name: requiredTextOf(value, 'messageName'),
    correlation_key: textOf(value, 'correlationKey'),
    ended_at: ended ? timeOf(record) : null,
  };
}

const common = (record: EngineRecord, kind: AwaitedRow['kind'], state: AwaitedRow['state']): AwaitedRow => ({
  awaited_key: keyOf(record, 'key'),
  kind,
  instance_key: keyOf(record.value, 'processInstanceKey'),
  element_key: keyOf(record.value, 'elementInstanceKey'),
  element_id: '',
  due_at: null,
  repetitions: null,
  message_name: null,
  correlation_key: null,
  state,
  happened: state === 'happened' ? 1 : 0,
  since: timeOf(record),
  happened_at: state === 'happened' ? timeOf(record) : null,
  ended_at: null,
  position: keyOf(record, 'position'),
});

/** A correlated or triggered row stays so: a later end only says that nothing more is awaited. */
const later = (before: AwaitedRow, now: AwaitedRow): AwaitedRow => ({
  ...now,
  correlation_key: now.correlation_key ?? before.correlation_key,
  state: before.state === 'happened' ? 'happened' : now.state,
  happened: before.happened + now.happened,
  since: before.since,
  happened_at: now.happened_at ?? before.happened_at,
  ended_at: before.ended_at ?? now.ended_at,
});

const WRITE = `
  insert into awaited as a (awaited_key, kind, instance_key, element_key, element_id, due_at, repetitions, message_name,
    correlation_key, state, happened, since, happened_at, ended_at, position)
  select * from json_to_recordset($1::json) as g (awaited_key bigint, kind text, instance_key bigint, element_key bigint,
    element_id text, due_at timestamptz, repetitions integer, message_name text, correlation_key text, state text,
    happened integer, since timestamptz, happened_at timestamptz, ended_at timestamptz, position bigint)
   order by awaited_key
  on conflict (awaited_key) do update set
    element_id = excluded.element_id, due_at = excluded.due_at, repetitions = excluded.repetitions,
    correlation_key = coalesce(excluded.correlation_key, a.correlation_key),
    state = case when a.state = 'happened' then a.state else excluded.state end,
    happened = a.happened + excluded.happened,
    happened_at = coalesce(excluded.happened_at, a.happened_at),
    ended_at = coalesce(a.ended_at, excluded.ended_at), position = excluded.position
  where excluded.position > a.position`;
