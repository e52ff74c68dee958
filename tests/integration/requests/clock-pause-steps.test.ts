import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { anSlaFixture, type SlaFixture } from '../sla/sla-fixture.ts';

describe('a request that waits for an outside body', () => {
  const database = useDatabase();
  let harness: SlaFixture;
  let requestId: string;

  beforeEach(async () => {
    harness = anSlaFixture(database);
    requestId = await harness.file();
    const routing = { department: 'rmto-tehran', priority: 'normal', rule: 'r' } as const;
    await harness.requests.steps.recordRouting({ requestId, ...key(), ...routing });
  });

  const key = () => ({ onceKey: randomUUID() });
  const pause = (body: string, until: Date | null = null) =>
    harness.requests.steps.pauseClock({ requestId, body, until, ...key() });
  const resume = () => harness.requests.steps.resumeClock({ requestId, ...key() });
  const lastEvent = () =>
    database.db('request_events').where({ request_id: requestId }).orderBy('id', 'desc').first();
  const status = async () => (await database.db('requests').where({ id: requestId }).first()).status;

  it('says whom it waits for, to the citizen too, and its clock stands still', async () => {
    // given
    harness.at('2026-11-22T06:00:00Z');
    // when
    const result = await pause('police');
    // then
    expect(result).to.equal('done');
    expect(await status()).to.equal('waiting-body');
    expect(await lastEvent()).to.include({ kind: 'waiting-body', public: true });
    const { state, segments } = await harness.readClock(requestId);
    expect(state).to.equal('paused');
    expect(segments.at(-1)).to.include({ reason: 'outside-body', body: 'police' });
  });

  it('goes on when the body has replied', async () => {
    // given
    harness.at('2026-11-22T06:00:00Z');
    await pause('police');
    harness.at('2026-11-22T09:00:00Z');
    // when
    const result = await resume();
    // then
    expect(result).to.equal('done');
    expect(await status()).to.equal('in-progress');
    expect(await lastEvent()).to.include({ kind: 'body-replied', public: true });
    expect(await harness.readClock(requestId)).to.include({ state: 'running', pausedMinutes: 180 });
  });

  it('has a clock that runs again when the agreed time is over, though it still waits', async () => {
    // given
    harness.at('2026-11-22T06:00:00Z');
    await pause('police', new Date('2026-11-22T08:00:00Z'));
    // when
    harness.at('2026-11-22T10:00:00Z');
    await harness.sla.clockSweeper.sweep();
    // then
    expect(await status()).to.equal('waiting-body');
    expect(await harness.readClock(requestId)).to.include({ state: 'running', pausedMinutes: 120 });
  });

  it('must name a body that is written down', async () => {
    // when
    const failure = await pause('somebody').catch((error: Error) => error.constructor.name);
    // then
    expect(failure).to.equal('UnknownOutsideBody');
    expect(await status()).to.equal('in-progress');
  });

  it('is not waited for any more once it is answered', async () => {
    // given
    await database.db('requests').where({ id: requestId }).update({ status: 'answered' });
    // when
    const results = [await pause('police'), await resume()];
    // then
    expect(results).to.deep.equal(['skipped', 'skipped']);
    expect(await harness.readClock(requestId)).to.include({ state: 'running', pausedMinutes: 0 });
  });
});
