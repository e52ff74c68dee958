import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { BATCH_OPERATIONS } from '#api/modules/process-instances/batch-operations/batch-operation.ts';
import { batchOperationsRepo } from '#api/modules/process-instances/batch-operations/batch-operations.repo.ts';
import { batchOperationsView } from '#api/modules/process-instances/batch-operations/batch-operations.view.ts';
import { batchesOf } from '#api/modules/process-instances/batches/batches.ts';
import { INSTANCE_MIGRATIONS } from '#api/modules/process-instances/migration/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { someKey } from '#tests/support/fixtures/builders.ts';

const STALE_AFTER_SECONDS = 60;

describe('batches of both kinds', () => {
  let database: TestDatabase;

  const of = (kind: typeof BATCH_OPERATIONS) => {
    const { db } = database;
    return batchesOf({ db, clock: systemClock, audit: auditLog({ db, clock: systemClock }) }, kind);
  };
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

  const aMigration = async (columns: object, itemState = 'waiting'): Promise<string> => {
    const [{ id }] = await database
      .db('instance_migrations')
      .insert({
        process_key: 'road-defect',
        from_versions: [1],
        to_version: 2,
        to_definition_key: someKey(),
        planned_by: 'admin',
        planned_at: new Date(),
        ...columns,
      })
      .returning('id');
    await database.db('instance_migration_items').insert({
      migration_id: id,
      ordinal: 1,
      instance_key: someKey(),
      version: 1,
      strategy: 'native',
      at_elements: [],
      state: itemState,
    });
    return id as string;
  };
  const anOperation = async (at = new Date()): Promise<string> => {
    const action = { kind: 'cancel' } as const;
    const keys = [someKey(), someKey(), someKey()];
    const { operation } = await batchOperationsRepo(database.db).create({
      action,
      reason: 'for the test',
      by: 'admin',
      at,
      keys,
      bulk: true,
    });
    return operation.id;
  };

  before(async () => {
    database = await aDatabase();
  });

  after(() => database?.drop());

  it('are stale while they run, or have begun with an item, and nobody has worked on them', async () => {
    // given
    const started = { started_at: ago(300), heartbeat_at: ago(120) };
    const left = await aMigration({ ...started, state: 'running' });
    const never = await aMigration({ state: 'running', started_at: ago(300) });
    const between = await aMigration({ ...started, state: 'stopped' }, 'ending');
    await aMigration({ ...started, state: 'stopped' });
    await aMigration({ ...started, state: 'finished' }, 'done');
    await aMigration({ state: 'planned' });
    const alive = await aMigration({ ...started, state: 'running' });
    await of(INSTANCE_MIGRATIONS).heartbeat(alive);

    // when
    const stale = await of(INSTANCE_MIGRATIONS).findStale(STALE_AFTER_SECONDS);

    // then
    expect(stale.sort()).to.deep.equal([left, never, between].sort());
  });

  it('are left alone once stopped where no item is brought to its end', async () => {
    // given
    const [stopped, left] = [await anOperation(), await anOperation()];
    const table = () => database.db('batch_operations');
    await table()
      .where({ id: stopped })
      .update({ state: 'stopped', started_at: ago(300) });
    await table()
      .where({ id: left })
      .update({ state: 'running', started_at: ago(300) });
    await database.db('batch_operation_items').where({ operation_id: stopped }).update({ state: 'sending' });

    // when
    const stale = await of(BATCH_OPERATIONS).findStale(STALE_AFTER_SECONDS);

    // then
    expect(stale).to.deep.equal([left]);
  });

  it('are listed newest first, page by page, and so are their items in order', async () => {
    // given
    const view = batchOperationsView(database.db);
    const older = await anOperation(new Date('2099-01-01T00:00:00.123Z'));
    const newer = await anOperation(new Date('2099-01-01T00:00:00.124Z'));

    // when
    const first = await view.list({ limit: 1 });
    const second = await view.list({ limit: 1, after: first.next ?? '' });
    const items = await view.items(older, { limit: 2 });
    const rest = await view.items(older, { limit: 2, after: items.next ?? 0 });
    const done = await view.items(older, { state: 'done' });

    // then
    expect([first, second].flatMap((page) => page.items.map(({ id }) => id))).to.deep.equal([newer, older]);
    expect([items, rest].map((page) => page.items.map(({ ordinal }) => ordinal))).to.deep.equal([
      [1, 2],
      [3],
    ]);
    expect([rest.next, done.items]).to.deep.equal([null, []]);
  });
});
