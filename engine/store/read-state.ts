import type { Key } from '../core/model.ts';
import type { Along, Need } from '../core/not-loaded.ts';
import type { LargeValues } from '../core/read-document.ts';
import type { Message, Subscription } from '../core/state.ts';
import type { ActivatableJobs } from './activatable-jobs.ts';
import type { FoundPart, JobPlace, Loaded } from './loaded-state.ts';
import { placeOf } from './unit-of-work.ts';
import type { Query } from './writer.ts';

/** Maximum number of subscriptions read per process. A message reaches one instance of a process, so no more
 *  are needed than messages that run together. */
const MAX_SUBSCRIPTIONS_PER_PROCESS = 512;

/** Key, length and value of the values stored beside a document. */
const VALUES = (owner: string) => `
  (select json_agg(json_build_array(v.key::text, length(v.value::text), v.value)) from instance_value v where v.owner = ${owner})`;

const INSTANCE = `i.key, null::bigint as instance, i.state::text as text, ${VALUES('i.key')} as values`;
const PART = `p.first as key, p.instance, p.state::text as text, ${VALUES('p.first')} as values`;

/** Finds by the first key of any block: an instance or a part with this first block, or the one that took the
 *  block later. */
const BLOCKS = `
  select i.key as first, ${INSTANCE} from instance i where i.key = any($1::bigint[])
  union all
  select p.first, ${PART} from instance_part p where p.first = any($1::bigint[])
  union all
  select b.first, ${INSTANCE} from key_block b join instance i on i.key = b.instance where b.first = any($1::bigint[])
  union all
  select b.first, ${PART} from key_block b join instance_part p on p.first = b.instance where b.first = any($1::bigint[])`;

const PARTS = `select p.first, p.body, ${PART} from instance_part p where p.body = any($1::bigint[]) order by p.first`;

const VALUES_OF = 'select owner, key, value from instance_value where owner = any($1::bigint[])';

const JOBS = `
  select key, place::float8 as "order" from job where type = $1 and place >= $3 order by place limit $2`;

const SUBSCRIPTIONS = `
  select s.* from unnest($1::text[], $2::text[]) as w (name, correlation_key)
   cross join lateral (
     select distinct process_id from message_subscription
      where name = w.name and correlation_key = w.correlation_key) as p
   cross join lateral (
     select key, instance, name, correlation_key as "correlationKey", process_id as "processId"
       from message_subscription
      where name = w.name and correlation_key = w.correlation_key and process_id = p.process_id
      order by key limit ${MAX_SUBSCRIPTIONS_PER_PROCESS}) as s`;

const MESSAGE = `
  key, name, correlation_key as "correlationKey", message_id as "messageId", time_to_live::float8 as "timeToLive",
  deadline::float8 as deadline, variables, correlated_to as "correlatedTo"`;

const MESSAGES = `
  select ${MESSAGE} from message
   where (name, correlation_key) in (select * from unnest($1::text[], $2::text[])) order by key`;

const MESSAGES_BY_KEY = `select ${MESSAGE} from message where key = any($1::bigint[])`;

const START_LOCKS = `
  select process_id as "processId", correlation_key as "correlationKey" from start_lock
   where (process_id, correlation_key) in (select * from unnest($1::text[], $2::text[]))`;

const RUNS_ANY = 'select exists (select from instance where definition = $1) as any';

type Of<K extends Need['kind']> = Extract<Need, { kind: K }>;

/** Loads what commands need: one statement per table, those of several tables at once. */
export async function load(
  query: Query,
  needs: readonly Need[],
  into: Loaded,
  standing: ActivatableJobs,
): Promise<void> {
  const of = <K extends Need['kind']>(kind: K): Of<K>[] =>
    needs.filter((need): need is Of<K> => need.kind === kind && into.lacks(need));
  await Promise.all([
    loadInstances(query, { bodies: of('parts'), instances: of('instance') }, into),
    loadValues(query, [...new Set(of('values').map(({ owner }) => owner))], into),
    loadJobs(query, of('jobs'), into, standing),
    loadAtPlaces<Subscription>(
      query,
      { name: 'subscriptions', text: SUBSCRIPTIONS },
      of('subscriptions'),
      into.addSubscriptions,
    ),
    loadMessages(query, { places: of('messages'), keys: of('message').map(({ key }) => key) }, into),
    loadStartLocks(query, distinct(of('start-lock'), placeOfLock), into),
    ...of('runs-any').map(({ definition }) => loadRunsAny(query, definition, into)),
  ]);
}

async function loadInstances(
  query: Query,
  { bodies, instances }: { bodies: readonly Of<'parts'>[]; instances: readonly Of<'instance'>[] },
  into: Loaded,
): Promise<void> {
  await loadParts(query, [...new Set(bodies.map(({ body }) => body))], into);
  await loadBlocks(query, [...new Set(instances.map(({ key }) => key))], into);
  for (const way of ['called', 'callers'] as const)
    await loadAlong(
      query,
      way,
      instances.flatMap(({ key, along }) => (along === way ? key : [])),
      into,
    );
}

type PartRow = Omit<FoundPart, 'values'> & { values: [Key, number, unknown][] | null };

const NO_VALUES: LargeValues = new Map();

const foundPart = (row: PartRow): FoundPart => ({
  ...row,
  values: row.values ? new Map(row.values.map(([key, size, value]) => [key, { size, value }])) : NO_VALUES,
});

async function loadBlocks(query: Query, firsts: Key[], into: Loaded): Promise<void> {
  if (firsts.length === 0) return;
  const rows = await query<PartRow>('blocks', BLOCKS, [firsts]);
  await loadBlocks(query, [...new Set(into.addBlocks(firsts, rows.map(foundPart)))], into);
}

/** Follows call chains from loaded process instances, level by level. */
async function loadAlong(query: Query, along: Along, from: readonly Key[], into: Loaded): Promise<void> {
  for (let level = from; level.length > 0;) {
    const next = level
      .flatMap((key) => into.nextAlong(along, key))
      .filter((key) => into.lacks({ kind: 'instance', key }));
    level = [...new Set(next)];
    await loadBlocks(query, [...level], into);
  }
}

async function loadParts(query: Query, bodies: Key[], into: Loaded): Promise<void> {
  if (bodies.length === 0) return;
  const rows = grouped(await query<PartRow & { body: Key }>('parts', PARTS, [bodies]), ({ body }) => body);
  const around = bodies.flatMap((body) => into.addParts(body, (rows.get(body) ?? []).map(foundPart)));
  await loadBlocks(query, [...new Set(around)], into);
}

async function loadValues(query: Query, owners: Key[], into: Loaded): Promise<void> {
  if (owners.length === 0) return;
  const rows = await query<{ owner: Key; key: Key; value: unknown }>('values', VALUES_OF, [owners]);
  const found = grouped(rows, ({ owner }) => owner);
  for (const owner of owners)
    into.addValues(owner, new Map((found.get(owner) ?? []).map(({ key, value }) => [key, value])));
}

async function loadJobs(
  query: Query,
  needs: readonly Of<'jobs'>[],
  into: Loaded,
  standing: ActivatableJobs,
): Promise<void> {
  const load = async (type: string, max: number): Promise<void> => {
    const rows = await query<JobPlace>('jobs', JOBS, [type, max, standing.firstPlace(type)]);
    into.addJobs(type, max, rows);
    standing.found(type, rows[0]?.order);
  };
  await Promise.all([...sums(needs)].map(([type, max]) => load(type, max)));
}

/** Loads the subscriptions or messages of names and correlation keys. */
async function loadAtPlaces<Row extends MessagePlace>(
  query: Query,
  { name, text }: { name: string; text: string },
  places: readonly MessagePlace[],
  add: (name: string, correlationKey: string, found: readonly Row[]) => void,
): Promise<void> {
  const asked = distinct(places, placeOfMessage);
  if (asked.length === 0) return;
  const found = grouped(await query<Row>(name, text, columns(asked, names)), placeOfMessage);
  for (const one of asked) add(one.name, one.correlationKey, found.get(placeOfMessage(one)) ?? []);
}

/** Loads messages. Each is read together with all others of its name and correlation key, because it may
 *  change their order. */
async function loadMessages(
  query: Query,
  { places, keys }: { places: readonly MessagePlace[]; keys: readonly Key[] },
  into: Loaded,
): Promise<void> {
  const named = await messagesByKey(query, keys);
  for (const key of keys) into.addMessage(key, named.get(key));
  const statement = { name: 'messages', text: MESSAGES };
  await loadAtPlaces<Message>(query, statement, [...places, ...named.values()], into.addMessages);
}

async function messagesByKey(query: Query, keys: readonly Key[]): Promise<Map<Key, Message>> {
  if (keys.length === 0) return new Map();
  const rows = await query<Message>('messages-by-key', MESSAGES_BY_KEY, [keys]);
  return new Map(rows.map((message) => [message.key, message]));
}

async function loadStartLocks(
  query: Query,
  places: readonly Of<'start-lock'>[],
  into: Loaded,
): Promise<void> {
  if (places.length === 0) return;
  const rows = await query<Of<'start-lock'>>('start-locks', START_LOCKS, columns(places, processes));
  const held = new Set(rows.map(placeOfLock));
  for (const one of places) into.addStartLock(one.processId, one.correlationKey, held.has(placeOfLock(one)));
}

async function loadRunsAny(query: Query, definition: Key, into: Loaded): Promise<void> {
  const [row] = await query<{ any: boolean }>('runs-any', RUNS_ANY, [definition]);
  into.addRunsAny(definition, row?.any ?? false);
}

type MessagePlace = Pick<Message, 'name' | 'correlationKey'>;

const names = (one: MessagePlace): [string, string] => [one.name, one.correlationKey];
const processes = (one: Of<'start-lock'>): [string, string] => [one.processId, one.correlationKey];
const placeOfMessage = (one: MessagePlace) => placeOf(one.name, one.correlationKey);
const placeOfLock = (one: { processId: string; correlationKey: string }) =>
  placeOf(one.processId, one.correlationKey);

const distinct = <T>(list: readonly T[], by: (one: T) => string): T[] => [
  ...new Map(list.map((one) => [by(one), one])).values(),
];

function grouped<T>(list: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(by(one));
    if (group) group.push(one);
    else groups.set(by(one), [one]);
  }
  return groups;
}

const columns = <T>(list: readonly T[], of: (one: T) => [string, string]): [string[], string[]] => [
  list.map((one) => of(one)[0]),
  list.map((one) => of(one)[1]),
];

/** Adds up the jobs requested per type, because several activations may ask for one type at once. */
function sums(needs: readonly Of<'jobs'>[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { type, max } of needs) found.set(type, (found.get(type) ?? 0) + max);
  return found;
}
