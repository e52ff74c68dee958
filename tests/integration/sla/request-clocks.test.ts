import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { anSlaFixture, type SlaFixture } from './sla-fixture.ts';

describe('the clocks of a request', () => {
  const database = useDatabase();
  let harness: SlaFixture;

  beforeEach(() => {
    harness = anSlaFixture(database);
  });

  const requestRow = (id: string) => database.db('requests').where({ id }).first();

  it('begin with the request: acknowledge, first reply, resolve', async () => {
    // when
    const { clocks } = await harness.read(await harness.file());
    // then
    expect(clocks.map(({ target, dueAt, state }) => ({ target, dueAt, state }))).to.deep.equal([
      { target: 'acknowledge', dueAt: '2026-11-21T10:00:00.000Z', state: 'running' },
      { target: 'first-reply', dueAt: '2026-12-01T11:00:00.000Z', state: 'running' },
      { target: 'resolve', dueAt: '2026-12-12T11:00:00.000Z', state: 'running' },
    ]);
  });

  it('stand still while the citizen is asked, and are due so much working time later', async () => {
    // given
    const id = await harness.file();
    const asked = harness.at('2026-11-22T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at: asked, reason: 'citizen' }));
    const waiting = await harness.readClock(id);
    const paused = await requestRow(id);
    // when: Sunday 6:00 to Tuesday 8:00 are 5 + 7 + 4 working hours
    const replied = harness.at('2026-11-24T08:00:00Z');
    await harness.act((clocks) => clocks.resume(id, { at: replied, reason: 'citizen' }));
    // then
    const resolve = await harness.readClock(id);
    expect(waiting).to.include({ state: 'paused', nextStep: null, dueAt: '2026-12-12T11:00:00.000Z' });
    expect(paused.paused_since).to.deep.equal(asked);
    expect(resolve).to.include({ state: 'running', pausedMinutes: 16 * 60, netMinutes: 7 * 60 });
    expect(resolve.grossMinutes).to.equal(23 * 60);
    expect(resolve.dueAt).to.equal('2026-12-15T06:00:00.000Z');
    const row = await requestRow(id);
    expect(row.paused_since).to.equal(null);
    expect(row.due_at.toISOString()).to.equal(resolve.dueAt);
    expect(resolve.changes.map(({ cause }) => cause)).to.deep.equal(['paused-citizen', 'resumed-citizen']);
    expect(resolve.changes[1]).to.include({
      dueBefore: '2026-12-12T11:00:00.000Z',
      dueAfter: '2026-12-15T06:00:00.000Z',
    });
  });

  it('run again by themselves at the cap of the pause, at that moment, though the tick is late', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' }));
    const { runsAgainAt } = await harness.readClock(id);
    // when
    harness.at('2026-12-09T04:00:00Z');
    await harness.sla.clockSweeper.sweep();
    // then
    const stored = await database.db('sla_clocks').where({ request_id: id, target: 'resolve' }).first();
    expect(runsAgainAt).to.equal('2026-12-06T11:00:00.000Z');
    expect(stored.state).to.equal('running');
    expect(stored.segments.at(-1)).to.include({ from: '2026-12-06T11:00:00.000Z', state: 'running' });
    expect((await harness.readClock(id)).changes.at(-1)).to.include({
      at: '2026-12-06T11:00:00.000Z',
      cause: 'pause-cap',
    });
    await harness.sla.clockSweeper.sweep();
    expect(await database.db('sla_clocks').where({ id: stored.id }).first()).to.deep.equal(stored);
  });

  it('run again though those of another request cannot be computed', async () => {
    // given
    const [lost, id] = [await harness.file(), await harness.file()];
    for (const [one, moment] of [
      [lost, '2026-11-22T06:00:00Z'],
      [id, '2026-11-22T07:00:00Z'],
    ] as const) {
      const at = harness.at(moment);
      await harness.act((clocks) => clocks.pause(one, { at, reason: 'citizen' }));
    }
    await database
      .db('sla_clocks')
      .where({ request_id: lost })
      .update({
        segments: database.db.raw(`jsonb_set(segments, '{0,calendarVersion}', '99')`),
      });
    // when
    harness.at('2026-12-09T04:00:00Z');
    await harness.sla.clockSweeper.sweep();
    // then
    const states = await database
      .db('sla_clocks')
      .where({ target: 'resolve' })
      .whereIn('request_id', [lost, id])
      .select('request_id', 'state');
    expect(states).to.have.deep.members([
      { request_id: lost, state: 'paused' },
      { request_id: id, state: 'running' },
    ]);
  });

  it('are read as they stand now, also before the tick has come', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' }));
    // when
    harness.at('2026-12-07T05:00:00Z');
    const resolve = await harness.readClock(id);
    // then
    expect(resolve).to.include({ state: 'running', runsAgainAt: null, netMinutes: (5 + 2 + 1) * 60 });
  });

  it('pay no second pause once all time for pauses is used up', async () => {
    // given
    const id = await harness.file();
    for (const [from, to] of [
      ['2026-11-22T04:00:00Z', '2026-12-06T11:00:00Z'],
      ['2026-12-07T04:00:00Z', '2026-12-31T11:00:00Z'],
    ] as const) {
      await harness.act((clocks) => clocks.pause(id, { at: harness.at(from), reason: 'citizen' }));
      await harness.act((clocks) => clocks.resume(id, { at: harness.at(to), reason: 'citizen' }));
    }
    // when
    await harness.act((clocks) =>
      clocks.pause(id, { at: harness.at('2027-01-02T05:00:00Z'), reason: 'citizen' }),
    );
    // then
    const { state, pausedMinutes } = await harness.readClock(id);
    expect(state).to.equal('running');
    expect(pausedMinutes).to.be.at.most((20 * 7 + 5) * 60);
  });

  it('wait for an outside body by its name, and not longer than agreed', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    const until = new Date('2026-11-23T06:00:00Z');
    // when
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'outside-body', body: 'police', until }));
    // then
    const { segments, runsAgainAt } = await harness.readClock(id);
    expect(segments.at(-1)).to.include({ state: 'paused', reason: 'outside-body', body: 'police' });
    expect(runsAgainAt).to.equal(until.toISOString());
  });

  it('stand still until the last of two pauses is over', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' }));
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'outside-body', body: 'police' }));
    // when
    const later = harness.at('2026-11-23T06:00:00Z');
    await harness.act((clocks) => clocks.resume(id, { at: later, reason: 'citizen' }));
    const between = await harness.readClock(id);
    await harness.act((clocks) => clocks.resume(id, { at: later, reason: 'outside-body' }));
    // then
    expect(between).to.include({ state: 'paused' });
    expect(between.segments.at(-1)).to.include({ reason: 'outside-body', body: 'police' });
    expect(await harness.readClock(id)).to.include({ state: 'running', pausedMinutes: 7 * 60 });
  });

  it('change nothing when the same is said twice', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    const later = new Date('2026-11-23T06:00:00Z');
    const steps = [
      () => harness.act((clocks) => clocks.start(id, at)),
      () => harness.act((clocks) => clocks.meet(id, 'first-reply', at)),
      () => harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' })),
      () => harness.act((clocks) => clocks.resume(id, { at: later, reason: 'citizen' })),
      () => harness.act((clocks) => clocks.reassess(id, { at: later, cause: 'priority' })),
      () => harness.act((clocks) => clocks.meet(id, 'resolve', later)),
      () => harness.act((clocks) => clocks.reopen(id, later)),
      () => harness.act((clocks) => clocks.stop(id, later, 'withdrawn')),
    ];
    const rows = () => database.db('sla_clocks').where({ request_id: id }).orderBy('id');
    for (const step of steps) {
      await step();
      const once = await rows();
      // when
      await step();
      // then
      expect(await rows()).to.deep.equal(once);
    }
  });

  it('aim at the time of the new priority, with the time that has elapsed and the pauses', async () => {
    // given
    const id = await harness.file();
    const at = harness.at('2026-11-22T06:00:00Z');
    await harness.act((clocks) => clocks.pause(id, { at, reason: 'citizen' }));
    await harness.act((clocks) =>
      clocks.resume(id, { at: harness.at('2026-11-23T06:00:00Z'), reason: 'citizen' }),
    );
    await database.db('requests').where({ id }).update({ priority: 'critical' });
    // when
    await harness.act((clocks) =>
      clocks.reassess(id, { at: harness.at('2026-11-24T06:00:00Z'), cause: 'priority' }),
    );
    // then: four working days from Saturday on end on Wednesday, one working day later because of the pause
    const resolve = await harness.readClock(id);
    expect(resolve).to.include({ amount: 4, unit: 'days', pausedMinutes: 7 * 60, netMinutes: 14 * 60 });
    expect(resolve.dueAt).to.equal('2026-11-28T11:00:00.000Z');
    expect(resolve.startedAt).to.equal('2026-11-21T06:00:00.000Z');
    expect(resolve.changes.at(-1)).to.include({ cause: 'priority', amountBefore: 15, amountAfter: 4 });
  });

  it('stop when the request is withdrawn, merged or closed, and have no next step', async () => {
    // given
    const id = await harness.file();
    // when
    await harness.act((clocks) => clocks.stop(id, harness.at('2026-11-22T06:00:00Z'), 'withdrawn'));
    // then
    for (const clock of (await harness.read(id)).clocks)
      expect(clock).to.include({ state: 'stopped', stopReason: 'withdrawn', nextStep: null, overdue: false });
  });

  it('of requests that were over before they came are met, and have no steps', async () => {
    // when
    const id = await harness.file({
      channel: 'import',
      external: { source: 'elsewhere', id: '1' },
      applicant: null,
      receivedAt: new Date('2020-01-04T06:00:00Z'),
      history: { status: 'closed', outcome: 'resolved', closedAt: new Date('2020-01-05T06:00:00Z') },
    });
    // then
    const { clocks } = await harness.read(id);
    expect(
      clocks.map(({ target, state, netMinutes, nextStep }) => [target, state, netMinutes, nextStep]),
    ).to.deep.equal([['resolve', 'met', 420, null]]);
  });
});
