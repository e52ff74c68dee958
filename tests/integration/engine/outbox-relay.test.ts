import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type pg from 'pg';
import { openEnginePool } from '#api/engine/engine-pool.ts';
import { type EngineMessage, EngineRejected, EngineUnavailable } from '#api/engine/engine-port.ts';
import { type OutboxRelay, START_TTL_MS, startRelay } from '#api/engine/outbox-relay.ts';
import { outboxStore } from '#api/engine/outbox-store.ts';
import { openLog } from '#api/platform/log.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

/** The receiving side of the port: it remembers every message and answers as the engine is said to. */
function aReceiver() {
  const arrived: EngineMessage[] = [];
  let answer: (message: EngineMessage) => Promise<void> = () => Promise.resolve();
  return {
    arrived,
    ids: () => arrived.map(({ messageId }) => messageId),
    answersWith(next: (message: EngineMessage) => Promise<void>) {
      answer = next;
    },
    async publish(message: EngineMessage) {
      await answer(message);
      const known = arrived.some(({ messageId }) => messageId === message.messageId);
      if (!known) arrived.push(message);
      return known ? ('already-known' as const) : ('accepted' as const);
    },
  };
}

const down = () => Promise.reject(new EngineUnavailable('down', { uncertain: false }));
const silent = () => Promise.reject(new EngineUnavailable('no answer', { uncertain: true }));

describe('The outbox relay', () => {
  const database = useDatabase();
  let pool: pg.Pool;
  let receiver: ReturnType<typeof aReceiver>;
  let relays: OutboxRelay[];
  let offsetMs: number;

  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const start = () => {
    const relay = startRelay({ store: outboxStore(pool), commands: receiver, clock, log: openLog('silent') });
    relays.push(relay);
    return relay;
  };
  const unsent = () => database.db('outbox').whereNull('sent_at');
  const allSent = () => eventually(async () => (await unsent()).length === 0);
  const write = async (messageName = 'request.citizen-request', kind: 'start' | 'message' = 'start') => {
    const { id } = await aRequest(database.db);
    await enqueue(database.db, { requestId: id, kind, messageName, variables: { requestId: id } });
    return id;
  };

  before(() => {
    pool = openEnginePool({ databaseUrl: database.url, max: 4, log: openLog('silent') });
  });

  beforeEach(async () => {
    await database.db.raw('truncate outbox, process_instances, engine_positions, requests cascade');
    receiver = aReceiver();
    relays = [];
    offsetMs = 0;
  });

  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
  });

  after(() => pool.end());

  it('sends a message under the id of its row, with the request as correlation key', async () => {
    // given
    const requestId = await write();
    // when
    start();
    await allSent();
    // then
    const row = await database.db('outbox').first();
    expect(receiver.arrived).to.deep.equal([
      {
        name: 'request.citizen-request',
        correlationKey: requestId,
        messageId: row.id,
        ttlMs: START_TTL_MS,
        variables: { requestId },
      },
    ]);
  });

  it('sends everything once the engine is back, and nothing twice', async () => {
    // given
    receiver.answersWith(down);
    start();
    const requests = await Promise.all(Array.from({ length: 50 }, () => write()));
    await eventually(async () => (await unsent().where('attempts', '>', 0)).length > 0);
    // when
    receiver.answersWith(() => Promise.resolve());
    await allSent();
    // then
    expect(receiver.arrived.map(({ correlationKey }) => correlationKey)).to.have.members(requests);
  });

  it('does not hammer an engine that is down', async () => {
    // given
    let tries = 0;
    receiver.answersWith(() => {
      tries += 1;
      return down();
    });
    await Promise.all(Array.from({ length: 100 }, () => write()));
    const relay = start();
    // when
    await eventually(() => tries >= 3);
    for (let n = 0; n < 1_000; n += 1) relay.wake();
    await eventually(() => tries >= 5);
    // then
    const tried = (await unsent().where('attempts', '>', 0)).length;
    expect(tried).to.be.lessThan(100);
  });

  it('takes it for sent when the engine has the message already', async () => {
    // given
    await write();
    let tries = 0;
    receiver.publish = async (message) => {
      tries += 1;
      receiver.arrived.push(message);
      if (tries === 1) await silent();
      return 'already-known';
    };
    // when
    start();
    await allSent();
    // then
    expect(receiver.ids()[0]).to.equal(receiver.ids()[1]);
    expect((await database.db('outbox').first()).last_error).to.equal(null);
  });

  it('keeps the messages of one request in their order', async () => {
    // given
    const { id } = await aRequest(database.db);
    await enqueue(
      database.db,
      ['first', 'second', 'third'].map((messageName) => ({ requestId: id, kind: 'message', messageName })),
    );
    let refusals = 3;
    receiver.answersWith(({ name }) => (name === 'first' && refusals-- > 0 ? down() : Promise.resolve()));
    // when
    start();
    start();
    await allSent();
    // then
    expect(receiver.arrived.map(({ name }) => name)).to.deep.equal(['first', 'second', 'third']);
  });

  it('lets no refused message hold up the others', async () => {
    // given
    const wrong = await write('wrong');
    await write();
    receiver.answersWith(({ name }) =>
      name === 'wrong' ? Promise.reject(new EngineRejected('no')) : Promise.resolve(),
    );
    // when
    start();
    await eventually(() => receiver.arrived.length === 1);
    // then
    const [waiting] = await eventually(async () => {
      const rows = await unsent();
      return rows.length === 1 && rows[0].last_error ? rows : undefined;
    });
    expect(waiting).to.deep.include({ request_id: wrong, last_error: 'no' });
  });

  it('takes over the messages of a node that died, when its lease is over', async () => {
    // given
    await write();
    await outboxStore(pool).claim(10, clock.now());
    start();
    await write();
    await eventually(async () => (await unsent()).length === 1);
    expect(receiver.arrived).to.have.length(1);
    // when
    await unsent().update({ next_try_at: database.db.fn.now() });
    await allSent();
    // then
    expect(new Set(receiver.ids()).size).to.equal(2);
  });

  it('shares the work with other nodes, each message to one of them', async () => {
    // given
    const delivered: string[] = [];
    receiver.answersWith(async ({ messageId }) => void delivered.push(messageId));
    await Promise.all(Array.from({ length: 200 }, () => write()));
    // when
    start();
    start();
    start();
    await allSent();
    // then
    expect(delivered).to.have.length(200);
    expect(new Set(delivered).size).to.equal(200);
  });

  describe('when a start may have arrived and the engine has forgotten its id', () => {
    let requestId: string;

    beforeEach(async () => {
      requestId = await write();
      receiver.answersWith(silent);
      const relay = start();
      await eventually(async () => (await unsent().whereNotNull('last_error')).length === 1);
      await relay.stop();
      receiver.answersWith(() => Promise.resolve());
      offsetMs = START_TTL_MS;
      await unsent().update({ next_try_at: database.db.fn.now() });
    });

    const caughtUp = () =>
      database
        .db('engine_positions')
        .insert({ exporter: 'fast', partition: 1, position: 9, record_at: clock.now() });

    it('sends nothing when the projection shows that it did', async () => {
      // given
      await database
        .db('process_instances')
        .insert({ instance_key: 7, request_id: requestId, state: 'completed' });
      // when
      start();
      await allSent();
      // then
      expect(receiver.arrived).to.deep.equal([]);
    });

    it('sends it again when the projection has come past that try without it', async () => {
      // given
      await caughtUp();
      // when
      start();
      await allSent();
      // then
      expect(receiver.arrived).to.have.length(1);
    });

    it('waits for a projection that is behind', async () => {
      // when
      start();
      await eventually(
        async () => (await unsent().where({ last_error: 'waits for the projection' })).length === 1,
      );
      // then
      expect(receiver.arrived).to.deep.equal([]);
    });

    it('does not wait for ever, and leaves nothing behind that could start a second instance', async () => {
      // given
      offsetMs = 2 * START_TTL_MS;
      // when
      start();
      await allSent();
      // then
      expect(receiver.arrived.map(({ ttlMs }) => ttlMs)).to.deep.equal([0]);
    });
  });

  it('keeps a message that was written in a transaction that failed to itself', async () => {
    // given
    start();
    const { id } = await aRequest(database.db);
    const failing = database.db.transaction(async (trx) => {
      await enqueue(trx, { requestId: id, kind: 'start', messageName: randomUUID() });
      throw new Error('no');
    });
    // when
    await failing.catch(() => undefined);
    await write();
    await allSent();
    // then
    expect(receiver.arrived.map(({ name }) => name)).to.deep.equal(['request.citizen-request']);
  });

  it('reads a few rows to claim a few, however many wait', async () => {
    // given
    await database.db.raw(`
      insert into outbox (kind, message_name, correlation_key, variables)
      select 'start', 'request.citizen-request', gen_random_uuid()::text, '{}' from generate_series(1, 3000)`);
    const its = openEnginePool({ databaseUrl: database.url, max: 1, log: openLog('silent') });
    const fetched = async (): Promise<number> => {
      await its.query('select pg_stat_force_next_flush()');
      const { rows } = await its.query(
        `select pg_stat_get_tuples_fetched('outbox'::regclass)::integer as fetched`,
      );
      return rows[0].fetched;
    };
    const before = await fetched();
    // when
    const claimed = await outboxStore(its).claim(5, clock.now());
    // then
    expect(claimed).to.have.length(5);
    expect((await fetched()) - before).to.be.within(5, 50);
    await its.end();
  });
});
