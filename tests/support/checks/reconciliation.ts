import { expect } from 'chai';
import { keyOf, textOf } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';
import { eventually } from '../wait.ts';
import { type KeptBatch, keptBatches, recordsOf } from './kept-records.ts';

/** Number of open tasks a request has, by status. */
const OPEN_TASKS: Record<string, number> = {
  received: 1,
  'in-progress': 1,
  'waiting-citizen': 0,
  transferred: 1,
  answered: 0,
  closed: 0,
};

/** Event that each caseworker decision adds to the history of the request. */
const EFFECTS: Record<string, string> = { answer: 'answered', 'ask-citizen': 'question' };

type Filed = { id: string };

/** Waits until nothing is in progress and everything is consistent: what was filed, what the engine did
 *  according to its own records, and what users see. Instances left in the engine by earlier tests are
 *  ignored.
 *  @throws what is inconsistent, when the timeout expires */
export async function expectReconciled(
  db: Db,
  filed: readonly Filed[],
  { timeout = 30_000 }: { timeout?: number } = {},
): Promise<void> {
  await eventually(
    async () => {
      await expectOutboxSent(db);
      await expectOneProcessPerRequest(db, filed);
      await expectOneEffectPerSubmission(db);
      await expectTaskCounts(db);
      const batches = await keptBatches(db);
      await expectGrowingPositions(db, batches);
      await expectNoQuarantine(db);
      await expectInstancesProjected(db, batches);
      await expectTasksMatchRecords(db, batches);
      await expectOneEffectPerJob(db, batches);
      return true;
    },
    { timeout, every: 250 },
  );
}

async function expectOutboxSent(db: Db): Promise<void> {
  const waiting = await db('outbox').whereNull('sent_at').select('id', 'kind', 'attempts', 'last_error');
  expect(waiting, 'messages that wait').to.deep.equal([]);
}

/** Expects filed requests = closed + open = ended instances + active ones, without called instances. Closing
 *  is final here, since nobody appeals. Every request in progress has exactly one task. */
async function expectOneProcessPerRequest(db: Db, filed: readonly Filed[]): Promise<void> {
  const { rows } = await db.raw(`
    select r.id, r.status,
           (select count(*)::integer from outbox o where o.request_id = r.id and o.kind = 'start') as starts,
           (select count(*)::integer from process_instances i where i.request_id = r.id and i.parent_key is null) as instances,
           (select count(*)::integer from process_instances i
             where i.request_id = r.id and i.parent_key is null and i.state = 'active') as running,
           (select count(*)::integer from tasks t where t.request_id = r.id and t.state = 'created') as tasks,
           (select count(*)::integer from request_events e where e.request_id = r.id and e.kind = 'received') as received,
           (select count(*)::integer from request_events e where e.request_id = r.id and e.kind = 'closed') as closed
      from requests r where not r.history_only`);
  const ids = (rows as Filed[]).map(({ id }) => id).sort();
  expect(ids, 'requests').to.deep.equal(filed.map(({ id }) => id).sort());
  const wrong = rows.filter(
    (r: Record<'status', string> & Record<string, number>) =>
      r.starts !== r.instances ||
      r.running !== (r.status === 'closed' ? 0 : 1) ||
      r.tasks !== OPEN_TASKS[r.status] ||
      r.received !== 1 ||
      r.closed !== (r.status === 'closed' ? 1 : 0),
  );
  expect(wrong, 'requests and their instances').to.deep.equal([]);
}

/** Expects that each completed task was completed by one submission, and that each decision took effect
 *  once. */
async function expectOneEffectPerSubmission(db: Db): Promise<void> {
  const { rows: odd } = await db.raw(`
    select t.task_key, t.state, t.last_action, s.id, s.state as submission
      from (select * from tasks where request_id is not null and state = 'completed') t
      full join (select * from task_submissions where state <> 'refused') s on s.task_key = t.task_key
     where t.task_key is null or s.id is null or s.state <> 'accepted' or s.id::text <> t.last_action`);
  expect(odd, 'submissions and completed tasks').to.deep.equal([]);
  for (const [decision, kind] of Object.entries(EFFECTS)) {
    const { rows: unequal } = await db.raw(
      `select r.id, s.n as decisions, e.n as effects
         from requests r
         cross join lateral (select count(*) as n from task_submissions
                              where request_id = r.id and state = 'accepted' and data->>'decision' = ?) s
         cross join lateral (select count(*) as n from request_events where request_id = r.id and kind = ?) e
        where s.n <> e.n`,
      [decision, kind],
    );
    expect(unequal, `decisions to ${decision} and their effects`).to.deep.equal([]);
  }
}

async function expectTaskCounts(db: Db): Promise<void> {
  const { rows } = await db.raw(`
    select * from (select queue, coalesce(service, '') as service, assignee is not null as assigned, count(*) as open
                     from tasks where state = 'created' group by 1, 2, 3) counted
      full join (select queue, service, assigned, open as kept from task_counts where open <> 0) kept
        using (queue, service, assigned)
     where open is distinct from kept`);
  expect(rows, 'counts of open tasks').to.deep.equal([]);
}

/** Expects positions to increase from batch to batch, and the stored position to be that of the last one. */
async function expectGrowingPositions(db: Db, batches: readonly KeptBatch[]): Promise<void> {
  const marks = new Map<string, bigint>();
  for (const { exporter, partition, first, last } of batches) {
    const stream = `${exporter}/${partition}`;
    expect(first > (marks.get(stream) ?? -1n), `${stream}: ${first} comes after the batch before`).to.equal(
      true,
    );
    marks.set(stream, last);
  }
  const rows: { exporter: string; partition: number; position: string }[] = await db('engine_positions');
  const kept = rows.map((row) => [`${row.exporter}/${row.partition}`, BigInt(row.position)] as const);
  expect(new Map(kept), 'positions').to.deep.equal(marks);
}

const ourInstanceRows = (db: Db): Promise<{ instance_key: string; request_id: string }[]> =>
  db('process_instances')
    .whereIn('request_id', db('requests').select('id'))
    .select('instance_key', 'request_id');

const ourInstances = async (db: Db): Promise<string[]> =>
  (await ourInstanceRows(db)).map(({ instance_key }) => instance_key);

async function expectNoQuarantine(db: Db): Promise<void> {
  expect(await db('engine_quarantine').select('position', 'error'), 'quarantine').to.deep.equal([]);
  const incidents = await db('incidents')
    .where('state', 'open')
    .whereIn('instance_key', await ourInstances(db));
  expect(incidents, 'incidents').to.deep.equal([]);
}

/** Expects each instance that the engine started for our requests exactly once, without the instances they
 *  called. */
async function expectInstancesProjected(db: Db, batches: readonly KeptBatch[]): Promise<void> {
  const ours = new Set<string>(await db('requests').pluck('id'));
  const started = recordsOf(batches, 'message-start-event-subscription')
    .filter(({ intent, value }) => intent === 'CORRELATED' && ours.has(textOf(value, 'correlationKey') ?? ''))
    .map(({ value }) => `${textOf(value, 'correlationKey')} ${keyOf(value, 'processInstanceKey')}`);
  const known: { request_id: string; instance_key: string }[] = await db('process_instances')
    .whereIn('request_id', [...ours])
    .whereNull('parent_key');
  expect(known.map((row) => `${row.request_id} ${row.instance_key}`).sort(), 'instances').to.deep.equal(
    started.sort(),
  );
}

async function expectTasksMatchRecords(db: Db, batches: readonly KeptBatch[]): Promise<void> {
  const requestOf = new Map<string, string | null>(
    (await ourInstanceRows(db)).map((row) => [row.instance_key, row.request_id]),
  );
  const last = new Map<string, string>();
  for (const record of recordsOf(batches, 'user-task')) {
    const state = TASK_STATES[record.intent];
    if (!state) continue;
    const { value } = record;
    const request = requestOf.get(keyOf(value, 'processInstanceKey')) ?? null;
    last.set(keyOf(record, 'key'), `${state} by ${textOf(value, 'assignee')} of ${request}`);
  }
  const rows: { task_key: string; state: string; assignee: string | null; request_id: string | null }[] =
    await db('tasks');
  const shown = new Map(
    rows.map((row) => [row.task_key, `${row.state} by ${row.assignee} of ${row.request_id}`] as const),
  );
  expect(shown, 'tasks').to.deep.equal(last);
}

const TASK_STATES: Record<string, string> = {
  CREATED: 'created',
  ASSIGNED: 'created',
  UPDATED: 'created',
  MIGRATED: 'created',
  COMPLETED: 'completed',
  CANCELED: 'canceled',
};

/** Expects one event in the history for each job that the engine considers completed, and no others. */
async function expectOneEffectPerJob(db: Db, batches: readonly KeptBatch[]): Promise<void> {
  const ours = new Set(await ourInstances(db));
  const done = recordsOf(batches, 'job')
    .filter(({ intent, value }) => intent === 'COMPLETED' && ours.has(keyOf(value, 'processInstanceKey')))
    .map(({ value }) => `job:${keyOf(value, 'elementInstanceKey')}:${textOf(value, 'type')}`);
  const effects: string[] = await db('request_events').where('once_key', 'like', 'job:%').pluck('once_key');
  expect(effects.sort(), 'effects of jobs').to.deep.equal([...new Set(done)].sort());
  const skipped = await db('request_events').where('kind', 'step-skipped').select('request_id', 'data');
  expect(skipped, 'steps that came too late').to.deep.equal([]);
}
