import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openSlaCatalogue, requestClocks } from '#api/modules/sla/index.ts';
import type { Db } from '#api/platform/db.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import {
  aManualClock,
  anEscalation,
  type ManualClock,
  type TestEscalation,
} from '#tests/support/fixtures/escalation.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';

/** A Saturday morning at work in Tehran. */
const FILED = '2026-11-21T06:00:00Z';
const HALF_TO_ACKNOWLEDGE = '2026-11-21T08:00:00Z';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('firing the steps of the ladders', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let db: Db;
  let clock: ManualClock;
  let escalation: TestEscalation;

  beforeEach(async () => {
    database = await aDatabase();
    db = database.db;
    clock = aManualClock(FILED);
    escalation = anEscalation(db, { clock });
  });

  afterEach(() => database.drop());

  const file = async (): Promise<string> =>
    (await aRequestsService(db, { clock }).register(aFiling({ receivedAt: clock.now() }))).id;
  const clocks = requestClocks;
  const life = <T>(use: (sla: ReturnType<typeof clocks>) => Promise<T>): Promise<T> =>
    db.transaction((tx) => use(clocks({ db: tx, clock, slaCatalogue: openSlaCatalogue(db) })));
  const steps = (requestId: string) =>
    db('sla_steps').where({ request_id: requestId }).orderBy('due_at').orderBy('clock');
  const messages = (requestId: string) =>
    db('outbox').where({ request_id: requestId, message_name: 'sla-step' }).orderBy('id');

  /** Fires until nothing is due. */
  async function fireAll(limit = 100): Promise<void> {
    while ((await escalation.fireDueSteps(limit)) > 0);
  }

  it('writes the step, tells the process by message, and moves the clock on', async () => {
    // given
    const requestId = await file();
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when
    await fireAll();

    // then
    const [step] = await steps(requestId);
    expect(step).to.include({
      target: 'acknowledge',
      step: 'remind',
      mode: 'notify',
      state: 'sent',
      sends: 1,
    });
    const [message] = await messages(requestId);
    expect(message.correlation_key).to.equal(requestId);
    expect(message.variables).to.deep.equal({
      slaStep: 'remind',
      slaTarget: 'acknowledge',
      slaMode: 'notify',
      slaStepId: step.id,
    });
    const moved = await db('sla_clocks').where({ request_id: requestId, target: 'acknowledge' }).first();
    expect(moved.next_step).to.equal('warn');
  });

  it('fires nothing before its time', async () => {
    // given
    const requestId = await file();
    clock.set(new Date(Date.parse(HALF_TO_ACKNOWLEDGE) - 1));

    // when
    await fireAll();

    // then
    expect(await steps(requestId)).to.deep.equal([]);
  });

  it('writes all steps that became due while no node was up, and sends the highest of each clock only', async () => {
    // given
    const requestId = await file();
    clock.set('2026-11-22T11:00:00Z');

    // when
    await fireAll();

    // then
    const written = await steps(requestId).where({ target: 'acknowledge' });
    expect(written.map(({ step, state }) => `${step} ${state}`)).to.deep.equal([
      'remind superseded',
      'warn superseded',
      'level-1 superseded',
      'level-2 superseded',
      'level-3 sent',
    ]);
    const told = (await messages(requestId)).map(
      ({ variables }) => `${variables.slaTarget} ${variables.slaStep}`,
    );
    expect(told).to.include('acknowledge level-3');
    expect(told.filter((one) => one.startsWith('acknowledge'))).to.have.length(1);
  });

  it('fires each step once when two nodes look at the same moment', async () => {
    // given
    const ids = await Promise.all(Array.from({ length: 40 }, file));
    const other = anEscalation(db, { clock });
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when
    await Promise.all(
      Array.from({ length: 8 }, (_, node) => (node % 2 ? other : escalation).fireDueSteps(10)),
    );
    await fireAll();

    // then
    expect((await db('sla_steps').pluck('request_id')).sort()).to.deep.equal(ids.sort());
    expect((await db('outbox').where({ message_name: 'sla-step' }).pluck('request_id')).sort()).to.deep.equal(
      ids,
    );
  });

  it('fires nothing of a clock that was met, stands still or was stopped', async () => {
    // given
    const [met, paused, stopped] = await Promise.all([file(), file(), file()]);
    clock.pass(HOUR_MS);
    await life((sla) => sla.meet(String(met), 'resolve', clock.now()));
    await life((sla) => sla.pause(String(paused), { at: clock.now(), reason: 'citizen' }));
    await life((sla) => sla.stop(String(stopped), clock.now(), 'withdrawn'));
    clock.pass(2 * DAY_MS);

    // when
    await fireAll();

    // then
    expect(await db('sla_steps')).to.deep.equal([]);
  });

  it('goes on where it was when a clock runs again', async () => {
    // given
    const requestId = await file();
    clock.pass(HOUR_MS);
    await life((sla) => sla.pause(requestId, { at: clock.now(), reason: 'citizen' }));
    clock.set('2026-11-22T06:00:00Z');
    await life((sla) => sla.resume(requestId, { at: clock.now(), reason: 'citizen' }));
    clock.set('2026-11-22T06:59:00Z');
    await fireAll();
    const before = await steps(requestId);
    clock.set('2026-11-22T07:00:00Z');

    // when
    await fireAll();

    // then: one hour before the pause, one after it
    expect(before).to.deep.equal([]);
    expect((await steps(requestId)).map(({ target, step }) => `${target} ${step}`)).to.deep.equal([
      'acknowledge remind',
    ]);
  });

  it('is not put off by a comment or by another hand on the request', async () => {
    // given
    const requestId = await file();
    clock.set('2026-11-21T07:59:00Z');
    await db('interactions').insert({
      id: randomUUID(),
      request_id: requestId,
      channel: 'web',
      direction: 'in',
      kind: 'note',
      text: 'هنوز خبری نشده است.',
      at: clock.now(),
    });
    await db('requests')
      .where({ id: requestId })
      .update({ version: db.raw('version + 1') });
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when
    await fireAll();

    // then
    expect((await steps(requestId)).map(({ step }) => step)).to.deep.equal(['remind']);
  });

  it('is not starved by a thousand old clocks that cannot fire', async () => {
    // given: older than all others, and not due any more
    const old = await file();
    await db.raw(
      `insert into sla_clocks (request_id, target, task_key, round, policy, calendar, calendar_version, amount, unit,
         started_at, segments, state, due_at, met_at, cap_at, next_step_at)
       select request_id, 'stage', n, 1, policy, calendar, calendar_version, amount, unit, '2020-01-01', segments,
         case n % 3 when 0 then 'met' when 1 then 'stopped' else 'paused' end, '2020-01-02',
         case n % 3 when 0 then '2020-01-03'::timestamptz end, case n % 3 when 2 then '2100-01-01'::timestamptz end, null
         from sla_clocks, generate_series(1, 1500) n where request_id = ? and target = 'resolve'`,
      [old],
    );
    await life((sla) => sla.stop(old, clock.now(), 'withdrawn'));
    const requestId = await file();
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when: one look, at no more than ten
    await escalation.fireDueSteps(10);

    // then
    expect((await steps(requestId)).map(({ step }) => step)).to.deep.equal(['remind']);
  });

  it('passes over a clock that cannot be computed, and fires the others', async () => {
    // given
    const [broken, fine] = [await file(), await file()];
    await db('sla_clocks').where({ request_id: broken }).update({ policy: 999_999 });
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when
    await fireAll();

    // then
    expect(await steps(String(broken))).to.deep.equal([]);
    expect(await steps(String(fine))).to.have.length(1);
    const left = await db('sla_clocks').where({ request_id: broken, target: 'acknowledge' }).first();
    expect(left.next_step_at).to.be.greaterThan(clock.now());
  });

  it('passes over a request that somebody holds, and fires it afterwards', async () => {
    // given
    const requestId = await file();
    clock.set(HALF_TO_ACKNOWLEDGE);

    // when
    await db.transaction(async (tx) => {
      await tx('requests').where({ id: requestId }).forUpdate();
      await escalation.fireDueSteps(10);
    });
    const meanwhile = await steps(requestId);
    await fireAll();

    // then
    expect(meanwhile).to.deep.equal([]);
    expect(await steps(requestId)).to.have.length(1);
  });

  it('leaves nothing behind when the node dies before the commit, and fires the step once afterwards', async () => {
    // given
    const requestId = await file();
    clock.set(HALF_TO_ACKNOWLEDGE);
    await db.raw(`alter table outbox add constraint closed check (message_name <> 'sla-step')`);

    // when
    const died = await escalation.fireDueSteps(10).then(
      () => false,
      () => true,
    );
    const left = await steps(requestId);
    await db.raw('alter table outbox drop constraint closed');
    await fireAll();

    // then
    expect(died).to.equal(true);
    expect(left).to.deep.equal([]);
    expect(await messages(requestId)).to.have.length(1);
  });
});
