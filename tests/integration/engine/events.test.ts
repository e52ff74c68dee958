import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type EventHub, openEventHub } from '#api/platform/event-hub.ts';
import { openLog } from '#api/platform/log.ts';
import type { ReadSideChange } from '#api/platform/pg-notify.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

describe('The hub of changes', () => {
  const database = useDatabase();
  let hub: EventHub;
  let heard: ReadSideChange[];

  const tell = (change: string, channel = 'shahrah') =>
    database.db.raw('select pg_notify(?, ?)', [channel, change]);
  const cutConnection = () =>
    database.db.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'shahrah-events' and datname = current_database()`,
    );

  beforeEach(async () => {
    hub = await openEventHub({ databaseUrl: database.url, log: openLog('silent') });
    heard = [];
    hub.subscribe('changes', (change) => heard.push(change));
  });

  afterEach(() => hub.close());

  it('tells everybody who listens what any node changed', async () => {
    // given
    const others: ReadSideChange[] = [];
    const leave = hub.subscribe('changes', (change) => others.push(change));
    // when
    await tell('{"taskKeys":["1"]}');
    await eventually(() => heard.length === 1 && others.length === 1);
    leave();
    await tell('{"requestIds":["a"]}');
    await eventually(() => heard.length === 2);
    // then
    expect(heard).to.deep.equal([{ taskKeys: ['1'] }, { requestIds: ['a'] }]);
    expect(others).to.deep.equal([{ taskKeys: ['1'] }]);
  });

  it('says nothing of what was rolled back', async () => {
    // given
    const failing = database.db.transaction(async (trx) => {
      await trx.raw(`select pg_notify('shahrah', '{"taskKeys":["1"]}')`);
      throw new Error('no');
    });
    await failing.catch(() => undefined);
    // when
    await tell('{"taskKeys":["2"]}');
    await eventually(() => heard.length === 1);
    // then
    expect(heard).to.deep.equal([{ taskKeys: ['2'] }]);
  });

  it('takes a message that it cannot read for many changes', async () => {
    // when
    await tell('not JSON');
    await eventually(() => heard.length === 1);
    // then
    expect(heard).to.deep.equal([{ many: true }]);
  });

  it('hears the signals of other channels', async () => {
    // given
    let signals = 0;
    hub.subscribe('outbox', () => (signals += 1));
    // when
    await eventually(async () => {
      await tell('', 'outbox');
      return signals > 0;
    });
    // then
    expect(heard).to.deep.equal([]);
  });

  it('connects again by itself, and then says that much may have changed', async () => {
    // given
    let signals = 0;
    hub.subscribe('outbox', () => (signals += 1));
    // when
    await cutConnection();
    await eventually(() => heard.length === 1 && signals === 1);
    await tell('{"taskKeys":["1"]}');
    await eventually(() => heard.length === 2);
    // then
    expect(heard).to.deep.equal([{ many: true }, { taskKeys: ['1'] }]);
  });

  it('waits for a condition that a change makes true', async () => {
    // given
    const answer: { value?: string } = {};
    let asked = 0;
    const waiting = hub.waitUntil(async () => {
      asked += 1;
      return answer.value;
    }, 10_000);
    await eventually(() => asked > 0);
    // when
    answer.value = 'now';
    await tell('{}');
    // then
    expect(await waiting).to.equal('now');
  });

  it('does not wait longer than it was told', async () => {
    expect(await hub.waitUntil(async () => undefined, 50)).to.equal(undefined);
  });

  it('lets an error of the question through', async () => {
    // when
    const failure = await hub
      .waitUntil(() => Promise.reject(new Error('no')), 10_000)
      .catch((error: Error) => error.message);
    // then
    expect(failure).to.equal('no');
  });
});
