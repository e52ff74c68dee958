import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import { seedStaffSignIns } from '#tests/support/fixtures/seed-staff.ts';
import {
  aRequestHarness,
  FIRST_OFFICER,
  outcomeCodeOf,
  type RequestHarness,
  SECOND_OFFICER,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('an appeal', () => {
  const database = useDatabase();
  let harness: RequestHarness;

  before(() => seedStaffSignIns(database.db));

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  it('goes to the department above the one that answered, and keeps the case from being final', async () => {
    // given
    const one = await harness.closedCase();

    // when
    await harness.appeal(one);
    const department = await harness.fileAppeal(one);

    // then
    expect(department).to.equal('rmto');
    expect(await harness.messages(one)).to.deep.equal(['citizen-appealed']);
    expect(await harness.tracking.track(one.track)).to.include({
      status: 'closed',
      appealState: 'pending',
      finalAt: null,
      canAppeal: false,
      canFollowUp: false,
    });
  });

  it('goes past a department in which everybody has answered, up to the ministry', async () => {
    // given
    const one = await harness.closedCase();
    const answeredBy = ['caseworker.rmto', 'caseworker.rmto-2', 'supervisor.rmto', FIRST_OFFICER];
    await database.db('requests').where({ id: one.id }).update({ answered_by: answeredBy });

    // when
    await harness.appeal(one);

    // then
    expect(await harness.fileAppeal(one)).to.equal('ministry');
  });

  it('goes past the unit that the request complains about', async () => {
    // given
    const one = await harness.closedCase();
    await database.db('requests').where({ id: one.id }).update({ barred_department: 'rmto' });

    // when
    await harness.appeal(one);

    // then
    expect(await harness.fileAppeal(one)).to.equal('ministry');
  });

  it('that is upheld brings the work back in the senior department, with nothing of the old outcome', async () => {
    // given
    const one = await harness.closedCase();
    await harness.appeal(one);
    await harness.fileAppeal(one);

    // when
    const variables = await harness.decideAppeal(one, 'upheld');

    // then
    expect(variables).to.include({ appeal: 'upheld', department: 'rmto' });
    expect(await harness.row(one)).to.include({
      status: 'in-progress',
      department: 'rmto',
      outcome: null,
      evidence: null,
      closed_at: null,
      final_at: null,
    });
    const clock = await database.db('sla_clocks').where({ request_id: one.id, target: 'resolve' }).first();
    expect(clock.state).to.equal('running');
    const tracked = await harness.tracking.track(one.track);
    expect(tracked.steps.slice(-2).map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['appealed', 'پاسخ درست نیست.'],
      ['appeal-decided', 'رأی'],
    ]);
  });

  it('that is rejected makes the case final, with the reasons for the citizen', async () => {
    // given
    const one = await harness.closedCase();
    await harness.appeal(one);
    await harness.fileAppeal(one);

    // when
    const variables = await harness.decideAppeal(one, 'rejected');

    // then
    expect(variables).to.include({ appeal: 'rejected', department: 'rmto-tehran' });
    const tracked = await harness.tracking.track(one.track);
    expect(tracked).to.include({ status: 'closed', outcome: 'resolved', appealState: 'rejected' });
    expect(tracked.finalAt).to.be.a('string');
    expect(tracked.canFollowUp).to.equal(true);
  });

  it('is possible once: what is answered after it is final when it is closed', async () => {
    // given
    const one = await harness.closedCase();
    await harness.appeal(one);
    await harness.fileAppeal(one);
    await harness.decideAppeal(one, 'upheld');
    await harness.answer(one, SECOND_OFFICER);

    // when
    const variables = await harness.close(one);

    // then
    expect(variables).to.deep.include({ closed: true, final: true });
    expect(await outcomeCodeOf(harness.appeal(one))).to.equal('step-not-legal');
  });

  it('is over when its time after the close is, and the page says the same', async () => {
    for (const [days, possible] of [
      [29.9, true],
      [30, false],
    ] as const) {
      // given
      const one = await harness.closedCase();
      harness.passDays(days);

      // when
      const { canAppeal } = await harness.tracking.track(one.track);
      const code = await outcomeCodeOf(harness.appeal(one));

      // then
      expect([canAppeal, code === 'accepted']).to.deep.equal([possible, possible]);
    }
  });

  it('is not lost in the very moment in which its time runs out', async () => {
    // given
    const one = await harness.closedCase();
    await harness.appeal(one);

    // when: the process has not seen it, and ends the case
    const { variables } = await harness.requests.steps.finishCase({
      requestId: one.id,
      onceKey: randomUUID(),
    });

    // then
    expect(variables).to.deep.equal({ final: false });
    expect((await harness.row(one)).final_at).to.equal(null);
    expect(await harness.fileAppeal(one)).to.equal('rmto');
  });

  it('that does not come lets the case become final', async () => {
    // given
    const one = await harness.closedCase();
    harness.passDays(30);

    // when
    const { variables } = await harness.requests.steps.finishCase({
      requestId: one.id,
      onceKey: randomUUID(),
    });

    // then
    expect(variables).to.deep.equal({ final: true });
    expect((await harness.row(one)).final_at).to.deep.equal(harness.now());
  });

  it('needs a closed case', async () => {
    // given
    const [worked, answered] = [await harness.routedCase(), await harness.answeredCase()];

    // then
    expect(await outcomeCodeOf(harness.appeal(worked))).to.equal('step-not-legal');
    expect(await outcomeCodeOf(harness.appeal(answered))).to.equal('step-not-legal');
  });
});
