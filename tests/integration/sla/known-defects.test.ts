import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { requestHistory } from '#api/modules/requests/index.ts';
import { workingTime } from '#api/modules/sla/index.ts';
import { someKey } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { anSlaFixture, type SlaFixture } from './sla-fixture.ts';

/** Defects of other systems, one test each: none of them may be here. */
describe('a defect of other systems is none of this one:', () => {
  const database = useDatabase();
  let harness: SlaFixture;
  let id: string;

  beforeEach(async () => {
    harness = anSlaFixture(database);
    id = await harness.file();
  });

  const steps = () => ({ requestId: id, onceKey: randomUUID() });
  const route = (department = 'rmto-tehran') =>
    harness.requests.steps.recordRouting({ ...steps(), department, priority: 'normal', rule: 'r' });
  const submit = (data: object) =>
    database.db('task_submissions').insert({
      id: randomUUID(),
      task_key: someKey(),
      request_id: id,
      element_id: 'Task_HandleRequest',
      data,
      submitted_by: 'caseworker.rmto',
      submitted_at: harness.clock.now(),
      state: 'accepted',
    });
  const ask = async () => {
    await submit({ decision: 'ask-citizen', question: 'کدام سمت جاده؟' });
    await harness.requests.steps.askCitizen(steps());
  };
  const answer = async () => {
    await submit({ decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.' });
    await harness.requests.steps.deliverAnswer(steps());
  };
  const resume = () => harness.requests.steps.resumeWork({ ...steps(), reason: 'citizen-replied' });

  it('the time of an update overrules that of the first reply (Zammad 5177)', async () => {
    // given
    await route();
    harness.at('2026-11-22T06:00:00Z');
    const promised = (await harness.readClock(id, 'first-reply')).dueAt;
    // when
    await ask();
    harness.at('2026-11-24T06:00:00Z');
    await resume();
    await answer();
    // then
    const reply = await harness.readClock(id, 'first-reply');
    expect(reply).to.include({ state: 'met', metAt: '2026-11-22T06:00:00.000Z', dueAt: promised });
  });

  it('escalation though an officer has answered (Zammad 3140)', async () => {
    // given
    await route();
    // when
    await answer();
    // then
    const open = (await harness.read(id)).clocks.filter(({ nextStep }) => nextStep !== null);
    expect(open).to.deep.equal([]);
  });

  it('a pause is lost when the SLA changes (GLPI 15605)', async () => {
    // given
    await route();
    harness.at('2026-11-22T06:00:00Z');
    await ask();
    harness.at('2026-11-23T06:00:00Z');
    await resume();
    // when
    await harness.requests.steps.setPriority({ ...steps(), priority: 'high' });
    // then: eight working days end on 1 December; the pause took seven working hours
    const resolve = await harness.readClock(id);
    expect(resolve).to.include({ pausedMinutes: 7 * 60, dueAt: '2026-12-02T11:00:00.000Z' });
  });

  it('a pause is lost when the SLA changes meanwhile (GLPI 6902)', async () => {
    // given
    await route();
    harness.at('2026-11-22T06:00:00Z');
    await ask();
    // when
    harness.at('2026-11-23T06:00:00Z');
    await harness.requests.steps.setPriority({ ...steps(), priority: 'high' });
    harness.at('2026-11-24T06:00:00Z');
    await resume();
    // then
    expect(await harness.readClock(id)).to.include({ state: 'running', pausedMinutes: 14 * 60 });
  });

  it('a reopened case begins anew, or is not looked at (Zammad 188)', async () => {
    // given
    await route();
    harness.at('2026-11-22T06:00:00Z');
    await answer();
    const before = await harness.readClock(id);
    // when
    harness.at('2026-11-24T06:00:00Z');
    await harness.act((clocks) => clocks.reopen(id, harness.clock.now()));
    // then
    const after = await harness.readClock(id);
    expect(after).to.include({
      state: 'running',
      startedAt: before.startedAt,
      netMinutes: before.netMinutes,
      percent: before.percent,
    });
    expect(after.nextStep?.step).to.equal('remind');
  });

  it('the time in which a case was solved counts as pending (GLPI 23359)', async () => {
    // given
    await route();
    harness.at('2026-11-22T06:00:00Z');
    await answer();
    // when
    harness.at('2026-11-29T06:00:00Z');
    await harness.act((clocks) => clocks.reopen(id, harness.clock.now()));
    // then
    expect(await harness.readClock(id)).to.include({
      netMinutes: 7 * 60,
      pausedMinutes: 0,
      grossMinutes: 7 * 60,
    });
  });

  it('a merged case goes on to escalate (Zammad 904)', async () => {
    // given
    await route();
    // when
    await harness.act((clocks) => clocks.stop(id, harness.clock.now(), 'merged'));
    // then
    harness.at('2027-06-01T06:00:00Z');
    for (const clock of (await harness.read(id)).clocks)
      expect(clock).to.include({ overdue: false, nextStep: null });
  });

  it('a comment begins the time anew (DIGIT)', async () => {
    // given
    await route();
    const before = await database.db('sla_clocks').where({ request_id: id }).orderBy('id');
    // when
    harness.at('2026-11-25T06:00:00Z');
    await requestHistory({ db: database.db, clock: harness.clock }).recordTaskEvent(id, {
      kind: 'claimed',
      actor: 'caseworker.rmto',
      data: {},
      onceKey: randomUUID(),
    });
    // then
    expect(await database.db('sla_clocks').where({ request_id: id }).orderBy('id')).to.deep.equal(before);
  });

  it('a new department begins the time of the case anew', async () => {
    // given
    await route();
    const before = await database.db('sla_clocks').where({ request_id: id }).orderBy('id');
    // when
    harness.at('2026-11-25T06:00:00Z');
    await route('railways');
    // then
    expect(await database.db('sla_clocks').where({ request_id: id }).orderBy('id')).to.deep.equal(before);
  });

  it('a case stays escalated after its SLA is removed (Zammad 4353)', async () => {
    // given
    await database.db('sla_policies').insert({
      service: 'suggestion',
      priority: 'normal',
      version: 1,
      valid_from: new Date(0),
      targets: JSON.stringify({}),
      pause: JSON.stringify({ onceDays: 10, totalDays: 20 }),
      ladder: '[]',
    });
    await database.db('requests').where({ id }).update({ service: 'suggestion' });
    harness = anSlaFixture(database);
    // when
    await harness.act((clocks) => clocks.reassess(id, { at: harness.clock.now(), cause: 'service' }));
    // then
    harness.at('2027-06-01T06:00:00Z');
    for (const clock of (await harness.read(id)).clocks)
      expect(clock).to.include({ state: 'stopped', stopReason: 'no-target', overdue: false, nextStep: null });
  });

  it('the lunch break counts as work (Frappe 2212)', () => {
    // given
    const day = [
      ['08:00', '12:00'],
      ['13:00', '17:00'],
    ] as [string, string][];
    const time = workingTime({
      zone: 'Asia/Tehran',
      week: Array.from({ length: 7 }, () => day),
      holidays: [],
    });
    // when
    const due = time.addMinutes(new Date('2026-11-21T11:00:00+03:30'), 120);
    // then
    expect(due).to.deep.equal(new Date('2026-11-21T14:00:00+03:30'));
  });
});
