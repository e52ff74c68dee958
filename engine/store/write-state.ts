import type { Key } from '../core/model.ts';
import type { Counters } from '../core/runtime.ts';
import type { StoredResource } from '../core/state.ts';
import type { Changes } from './unit-of-work.ts';

/** Process id and version, or the decisions of a file. */
export type ResourceDetails =
  | Pick<StoredResource & { kind: 'process' }, 'processId' | 'version'>
  | Pick<StoredResource & { kind: 'decisions' }, 'requirementsId' | 'decisions'>;

/** Acknowledged position of an exporter in a partition. */
export type ExporterPosition = { exporter: string; partition: number; position: number; turn: number };

/** Everything that one transaction writes. */
export type Transaction = {
  turn: number;
  epoch: number;
  counters: Counters;
  records: Buffer | null;
  /** Changed documents. */
  documents: readonly { key: Key; definition: Key; text: string }[];
  /** Ended instances. */
  ended: readonly Key[];
  /** Changed inner instances that are stored separately. */
  parts: readonly { first: Key; instance: Key; body: Key; text: string }[];
  endedParts: readonly Key[];
  changes: Changes;
  positions: readonly ExporterPosition[];
};

/** A prepared statement; if it changes nothing, it need not be sent. */
export type Statement = { name: string; text: string; values: unknown[]; changesAnything: boolean };

/** A part whose first column is empty has nothing to write. */
type Part = { sql: string; columns: readonly (readonly unknown[] | string)[] };

const FENCE = 'insert into record_batch (turn, epoch, counters, records) values ($1, $2, $3, $4)';

/** Builds one statement for a transaction, so that it takes one round trip and commits by itself. Parts with
 *  nothing to write are left out; the name of the prepared statement lists the parts. */
export function statementOf(transaction: Transaction): Statement {
  const { turn, epoch, counters, records } = transaction;
  const values: unknown[] = [turn, epoch, JSON.stringify(counters), records];
  const parts: string[] = [`fence as (${FENCE})`];
  let name = 'commit';
  for (const [at, { sql, columns }] of partsOf(transaction).entries()) {
    if (!columns[0]?.length) continue;
    name += ` ${at}`;
    let column = 0;
    const text = sql.replace(/\?/g, () => `$${values.push(columns[column++])}`);
    parts.push(`part${at} as (${text})`);
  }
  const changesAnything = parts.length > 1 || records !== null;
  return { name, text: `with ${parts.join(',\n')}\nselect 1`, values, changesAnything };
}

function partsOf({ documents, ended, parts, endedParts, changes, positions }: Transaction): Part[] {
  const values = [...changes.values.byOwner].flatMap(([owner, changed]) =>
    [...changed].map(([key, to]) => ({ owner, key, to })),
  );
  const kept = values.flatMap(({ owner, key, to }) => (to ? { owner, key, value: to.value } : []));
  const dropped = values.filter(({ to }) => !to);
  const jobs = split(changes.jobs);
  const timers = split(changes.timers);
  const subscriptions = split(changes.subscriptions);
  const messages = split(changes.messages);
  const locks = [...changes.startLocks.values()];
  const held = locks.filter(({ instance }) => instance !== undefined);
  const released = locks.filter(({ instance }) => instance === undefined);
  const asides = split(changes.asides);
  const resources = split(changes.resources);
  const starts = [...changes.starts.values()].flat();
  return [
    {
      sql: `insert into instance (key, definition, state)
            select * from unnest(?::bigint[], ?::bigint[], string_to_array(?, E'\\n')::json[])
            on conflict (key) do update set definition = excluded.definition, state = excluded.state`,
      columns: [
        documents.map(({ key }) => key),
        documents.map(({ definition }) => definition),
        // JSON contains no line break, and a text need not be encoded as an array element.
        documents.map(({ text }) => text).join('\n'),
      ],
    },
    { sql: 'delete from instance where key = any(?::bigint[])', columns: [ended] },
    {
      sql: `insert into instance_part (first, instance, body, state)
            select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::json[])
            on conflict (first) do update set state = excluded.state`,
      columns: [
        parts.map(({ first }) => first),
        parts.map(({ instance }) => instance),
        parts.map(({ body }) => body),
        parts.map(({ text }) => text),
      ],
    },
    { sql: 'delete from instance_part where first = any(?::bigint[])', columns: [endedParts] },
    {
      sql: `insert into instance_value (owner, key, value)
            select * from unnest(?::bigint[], ?::bigint[], ?::json[])
            on conflict (owner, key) do update set value = excluded.value`,
      columns: [
        kept.map(({ owner }) => owner),
        kept.map(({ key }) => key),
        kept.map(({ value }) => JSON.stringify(value)),
      ],
    },
    {
      sql: `delete from instance_value where (owner, key) in (select * from unnest(?::bigint[], ?::bigint[]))`,
      columns: [dropped.map(({ owner }) => owner), dropped.map(({ key }) => key)],
    },
    { sql: 'delete from instance_value where owner = any(?::bigint[])', columns: [[...changes.values.gone]] },
    { sql: 'delete from key_block where instance = any(?::bigint[])', columns: [changes.freed] },
    {
      sql: 'insert into key_block (first, instance) select * from unnest(?::bigint[], ?::bigint[])',
      columns: [[...changes.keyBlocks.keys()], [...changes.keyBlocks.values()]],
    },
    {
      sql: `insert into job (key, type, place, due_at)
            select * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
            on conflict (key) do update set place = excluded.place, due_at = excluded.due_at`,
      columns: [
        jobs.put.map(([key]) => key),
        jobs.put.map(([, { type }]) => type),
        jobs.put.map(([, { order }]) => order ?? null),
        jobs.put.map(([, { dueAt }]) => dueAt ?? null),
      ],
    },
    { sql: 'delete from job where key = any(?::bigint[])', columns: [jobs.gone] },
    {
      sql: `insert into timer (key, due_at) select * from unnest(?::bigint[], ?::bigint[])
            on conflict (key) do update set due_at = excluded.due_at`,
      columns: [timers.put.map(([key]) => key), timers.put.map(([, dueAt]) => dueAt)],
    },
    { sql: 'delete from timer where key = any(?::bigint[])', columns: [timers.gone] },
    {
      sql: `insert into message_subscription (key, instance, name, correlation_key, process_id)
            select * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])`,
      columns: [
        subscriptions.put.map(([key]) => key),
        subscriptions.put.map(([, { instance }]) => instance),
        subscriptions.put.map(([, { name }]) => name),
        subscriptions.put.map(([, { correlationKey }]) => correlationKey),
        subscriptions.put.map(([, { processId }]) => processId),
      ],
    },
    { sql: 'delete from message_subscription where key = any(?::bigint[])', columns: [subscriptions.gone] },
    {
      sql: `insert into message (key, name, correlation_key, message_id, time_to_live, deadline, variables, correlated_to)
            select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::json[], ?::json[])
            on conflict (key) do update set correlated_to = excluded.correlated_to`,
      columns: [
        messages.put.map(([key]) => key),
        messages.put.map(([, { name }]) => name),
        messages.put.map(([, { correlationKey }]) => correlationKey),
        messages.put.map(([, { messageId }]) => messageId),
        messages.put.map(([, { timeToLive }]) => timeToLive),
        messages.put.map(([, { deadline }]) => deadline),
        messages.put.map(([, { variables }]) => JSON.stringify(variables)),
        messages.put.map(([, { correlatedTo }]) => JSON.stringify(correlatedTo)),
      ],
    },
    { sql: 'delete from message where key = any(?::bigint[])', columns: [messages.gone] },
    {
      sql: `insert into start_lock (process_id, correlation_key, instance)
            select * from unnest(?::text[], ?::text[], ?::bigint[])
            on conflict (process_id, correlation_key) do update set instance = excluded.instance`,
      columns: [
        held.map(({ processId }) => processId),
        held.map(({ correlationKey }) => correlationKey),
        held.map(({ instance }) => instance),
      ],
    },
    {
      sql: `delete from start_lock where (process_id, correlation_key) in (select * from unnest(?::text[], ?::text[]))`,
      columns: [
        released.map(({ processId }) => processId),
        released.map(({ correlationKey }) => correlationKey),
      ],
    },
    {
      sql: `insert into set_aside (instance, incident, definition, why)
            select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[])`,
      columns: [
        asides.put.map(([instance]) => instance),
        asides.put.map(([, { incident }]) => incident),
        asides.put.map(([, { definition }]) => definition),
        asides.put.map(([, { why }]) => why),
      ],
    },
    { sql: 'delete from set_aside where instance = any(?::bigint[])', columns: [asides.gone] },
    {
      sql: `insert into resource (key, kind, name, checksum, details, content)
            select key, kind, name, checksum, details, decode(content, 'base64')
              from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::json[], ?::text[])
                as r (key, kind, name, checksum, details, content)`,
      columns: [
        resources.put.map(([key]) => key),
        resources.put.map(([, { kind }]) => kind),
        resources.put.map(([, { name }]) => name),
        resources.put.map(([, { checksum }]) => checksum),
        resources.put.map(([, resource]) => JSON.stringify(detailsOf(resource))),
        resources.put.map(([, { content }]) => content),
      ],
    },
    { sql: 'update resource set content = null where key = any(?::bigint[])', columns: [resources.gone] },
    {
      sql: 'delete from start_subscription where process_id = any(?::text[]) and definition <> all(?::bigint[])',
      columns: [[...changes.starts.keys()], starts.map(({ definition }) => definition.key)],
    },
    {
      sql: `insert into start_subscription (process_id, message_name, start_event_id, definition, keys)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::json[])
            on conflict (definition, start_event_id) do update set keys = excluded.keys`,
      columns: [
        starts.map(({ definition }) => definition.processId),
        starts.map(({ messageName }) => messageName),
        starts.map(({ startEventId }) => startEventId),
        starts.map(({ definition }) => definition.key),
        starts.map(({ keys }) => JSON.stringify(keys)),
      ],
    },
    {
      sql: `insert into exporter (exporter, partition, position, turn)
            select * from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[])
            on conflict (exporter, partition) do update set position = excluded.position, turn = excluded.turn`,
      columns: [
        positions.map(({ exporter }) => exporter),
        positions.map(({ partition }) => partition),
        positions.map(({ position }) => position),
        positions.map(({ turn }) => turn),
      ],
    },
  ];
}

function split<T>(changes: ReadonlyMap<Key, T | undefined>): { put: [Key, T][]; gone: Key[] } {
  const put: [Key, T][] = [];
  const gone: Key[] = [];
  for (const [key, value] of changes)
    if (value === undefined) gone.push(key);
    else put.push([key, value]);
  return { put, gone };
}

/** Returns the stored details of a resource besides its file, see ResourceDetails. */
function detailsOf(resource: StoredResource): ResourceDetails {
  if (resource.kind === 'process') return { processId: resource.processId, version: resource.version };
  return { requirementsId: resource.requirementsId, decisions: resource.decisions };
}
