import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { EngineUnavailable } from '#api/engine/index.ts';
import { auditLog } from '#api/modules/audit/index.ts';
import { batchOperationsModule } from '#api/modules/process-instances/batch-operations/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { openLog } from '#api/platform/log.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { InstanceAction } from '#common/contract/index.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { someKey } from '#tests/support/fixtures/builders.ts';
import { sandbox } from '#tests/support/fixtures/sandbox.ts';
import { eventually } from '#tests/support/wait.ts';

const ADA: Staff = { id: 'ada', username: 'admin', name: 'Ada', roles: ['admin'], departments: [] };
const WHO = { user: ADA, httpRequestId: 'r', remoteAddress: '127.0.0.1' };
const CANCEL: InstanceAction = { kind: 'cancel' };
const REASON = 'for the test';

const log = openLog('silent');

class Killed extends Error {}

describe('an operation on a planned list', () => {
  let database: TestDatabase;
  /** Commands that the engine got, and its answer to the n-th of them. */
  let asked: string[];
  let behaviour: (n: number, key: string) => Promise<void>;

  const engine = {
    cancelInstance: async (key: string) => {
      asked.push(key);
      await behaviour(asked.length, key);
    },
    modifyInstance: async ({ instanceKey }: { instanceKey: string }) => {
      asked.push(instanceKey);
      await behaviour(asked.length, instanceKey);
    },
  };

  const aNode = () => {
    const { service, jobs } = batchOperationsModule({
      db: database.db,
      clock: systemClock,
      log,
      hub: { waitUntil: (check) => check() },
      audit: auditLog({ db: database.db, clock: systemClock }),
      engine: engine as never,
      sandbox,
      keysMatching: async () => [],
      visibilityOf: async () => ({
        hidden: { sql: 'false', bindings: [] },
        shows: () => ({ sql: 'true', bindings: [] }),
      }),
    });
    return {
      service,
      /** Works on the operations that run, past the queue. */
      async sweep() {
        for (const id of await database.db('batch_operations').where({ state: 'running' }).pluck('id'))
          await jobs.handlers['batch-operations.run']?.({ id }, { log, attempt: 1, maxAttempts: 1 });
      },
    };
  };

  const instances = async (count: number): Promise<string[]> => {
    const keys = Array.from({ length: count }, someKey).sort();
    await database.db('process_instances').insert(
      keys.map((key) => ({
        instance_key: key,
        process_key: 'road-defect',
        version: 1,
        state: 'active',
        started_at: new Date(),
      })),
    );
    return keys;
  };
  const planned = (keys: string[], action: InstanceAction = CANCEL) =>
    aNode().service.create({ action, reason: REASON, keys, ...WHO });
  const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => 'taken',
      (error: { code?: string }) => error.code,
    );
  /** The projections show what the engine did. */
  const projected = (key: string) =>
    database.db('process_instances').where({ instance_key: key }).update({ state: 'terminated' });

  /** The time in which somebody else may still be at it has passed. */
  const leaseEnds = () =>
    database.db.raw(
      `update batch_operation_items set sent_at = sent_at - interval '2 minutes' where state = 'sending'`,
    );

  before(async () => {
    database = await aDatabase();
  });

  beforeEach(() => {
    asked = [];
    behaviour = async () => undefined;
  });

  after(() => database?.drop());

  it('is done to those that stood on the list, and not to what came later', async () => {
    // given
    const keys = await instances(5);
    const { id, total, state } = await planned(keys);
    await instances(3);

    // when
    await aNode().service.start(id, 5, WHO);
    await aNode().sweep();

    // then
    expect({ total, state }).to.deep.equal({ total: 5, state: 'planned' });
    expect([...asked].sort()).to.deep.equal(keys);
    expect(await aNode().service.get(id)).to.deep.include({ state: 'finished', pending: true });
  });

  it('starts with the typed count alone', async () => {
    // given
    const { id } = await planned(await instances(3));

    // when
    const refused = await codeOf(aNode().service.start(id, 4, WHO));

    // then
    expect(refused).to.equal('batch-count-mismatch');
    await aNode().sweep();
    expect(asked).to.deep.equal([]);
    const entry = await database
      .db('audit_log')
      .where({ action: 'batch-operation.started', result: 'refused' })
      .first();
    expect(entry.details).to.deep.equal({ typed: 4, total: 3 });
  });

  it('goes on after a crash in the middle without doing anything twice', async () => {
    // given
    const keys = await instances(6);
    const { id } = await planned(keys);
    await aNode().service.start(id, 6, WHO);
    behaviour = async (n, key) => {
      await projected(key);
      if (n === 3) throw new Killed();
    };

    // when
    const crash = await aNode()
      .sweep()
      .catch((error: unknown) => error);
    await eventually(async () => {
      await leaseEnds();
      await aNode().sweep();
      return (await aNode().service.get(id)).state === 'finished';
    });

    // then
    expect(crash).to.be.instanceOf(Killed);
    expect([...asked].sort()).to.deep.equal(keys);
    const operation = await aNode().service.get(id);
    expect(operation.state).to.equal('finished');
    expect(operation.counts.done).to.equal(6);
  });

  it('does not send again what would add a token when nobody knows how it ended', async () => {
    // given
    const [key = ''] = await instances(1);
    const { id } = await planned([key], { kind: 'modify', moves: [{ to: 'Task_WriteAnswer' }] });
    await aNode().service.start(id, 1, WHO);
    behaviour = () => Promise.reject(new EngineUnavailable('no answer', { uncertain: true }));

    // when
    await aNode().sweep();
    await leaseEnds();
    behaviour = async () => undefined;
    await aNode().sweep();

    // then
    expect(asked).to.deep.equal([key]);
    const [item] = await database.db('batch_operation_items').where({ operation_id: id });
    expect(item).to.include({ state: 'failed', code: 'uncertain' });
  });

  it('waits while the engine is away, and goes on by itself', async () => {
    // given
    const keys = await instances(2);
    const { id } = await planned(keys);
    await aNode().service.start(id, 2, WHO);
    behaviour = () => Promise.reject(new EngineUnavailable('away', { uncertain: false }));
    await aNode().sweep();
    expect((await aNode().service.get(id)).state).to.equal('running');

    // when
    behaviour = (_n, key) => projected(key).then(() => undefined);
    await aNode().sweep();

    // then
    const operation = await aNode().service.get(id);
    expect(operation.state).to.equal('finished');
    expect(operation.counts.done).to.equal(2);
  });

  it('stops, keeps what is left, and goes on when told', async () => {
    // given
    const keys = await instances(20);
    const { id } = await planned(keys);
    await aNode().service.start(id, 20, WHO);
    behaviour = async (n, key) => {
      await projected(key);
      if (n === 1) await aNode().service.stop(id, WHO);
    };

    // when
    await aNode().sweep();
    const stopped = await aNode().service.get(id);
    await aNode().sweep();

    // then
    expect(stopped.state).to.equal('stopped');
    expect(stopped.counts.waiting).to.be.greaterThan(0);
    expect(asked).to.have.length(20 - stopped.counts.waiting);

    // and when
    await aNode().service.resume(id, WHO);
    await aNode().sweep();

    // then
    expect((await aNode().service.get(id)).counts.done).to.equal(20);
    expect(new Set(asked)).to.have.property('size', 20);
  });

  it('says for each instance what became of it', async () => {
    // given
    const [ended = '', running = ''] = await instances(2);
    const { id } = await planned([ended, running]);
    await projected(ended);
    await aNode().service.start(id, 2, WHO);

    // when
    await aNode().sweep();

    // then
    const items = await database
      .db('batch_operation_items')
      .where({ operation_id: id })
      .orderBy('instance_key');
    expect(items.map(({ state, code }) => [state, code])).to.deep.equal([
      ['skipped', 'ended'],
      ['accepted', null],
    ]);
  });

  it('refuses what its state does not allow', async () => {
    // given
    const { id } = await planned(await instances(1));

    // when
    const stop = await codeOf(aNode().service.stop(id, WHO));
    await aNode().service.discard(id, WHO);
    const start = await codeOf(aNode().service.start(id, 1, WHO));

    // then
    expect([stop, start]).to.deep.equal(['batch-operation-state-conflict', 'batch-operation-state-conflict']);
  });
});
