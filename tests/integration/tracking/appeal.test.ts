import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { aCaseLife, codeOf, FIRST_OFFICER, SECOND_OFFICER, type CaseLife } from '#tests/support/case-life.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { everybodyWasHere } from '#tests/support/staff.ts';

describe('an appeal', () => {
  let database: TestDatabase;
  let life: CaseLife;

  before(async () => {
    database = await aDatabase();
    await everybodyWasHere(database.db);
  });

  after(() => database.drop());

  beforeEach(() => {
    life = aCaseLife(database.db);
  });

  it('goes to the department above the one that answered, and keeps the case from being final', async () => {
    // given
    const one = await life.closed();

    // when
    await life.appeal(one);
    const department = await life.fileAppeal(one);

    // then
    expect(department).to.equal('rmto');
    expect(await life.messages(one)).to.deep.equal(['citizen-appealed']);
    expect(await life.tracking.track(one.track)).to.include({
      status: 'closed',
      appealState: 'pending',
      finalAt: null,
      canAppeal: false,
      canFollowUp: false,
    });
  });

  it('goes past a department in which everybody has answered, up to the ministry', async () => {
    // given
    const one = await life.closed();
    const answeredBy = ['caseworker.rmto', 'caseworker.rmto-2', 'supervisor.rmto', FIRST_OFFICER];
    await database.db('requests').where({ id: one.id }).update({ answered_by: answeredBy });

    // when
    await life.appeal(one);

    // then
    expect(await life.fileAppeal(one)).to.equal('ministry');
  });

  it('goes past the unit that the request complains about', async () => {
    // given
    const one = await life.closed();
    await database.db('requests').where({ id: one.id }).update({ barred_department: 'rmto' });

    // when
    await life.appeal(one);

    // then
    expect(await life.fileAppeal(one)).to.equal('ministry');
  });

  it('that is upheld brings the work back in the senior department, with nothing of the old outcome', async () => {
    // given
    const one = await life.closed();
    await life.appeal(one);
    await life.fileAppeal(one);

    // when
    const variables = await life.decideAppeal(one, 'upheld');

    // then
    expect(variables).to.include({ appeal: 'upheld', department: 'rmto' });
    expect(await life.row(one)).to.include({
      status: 'in-progress',
      department: 'rmto',
      outcome: null,
      evidence: null,
      closed_at: null,
      final_at: null,
    });
    const clock = await database.db('sla_clocks').where({ request_id: one.id, target: 'resolve' }).first();
    expect(clock.state).to.equal('running');
    const tracked = await life.tracking.track(one.track);
    expect(tracked.steps.slice(-2).map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['appealed', 'پاسخ درست نیست.'],
      ['appeal-decided', 'رأی'],
    ]);
  });

  it('that is rejected makes the case final, with the reasons for the citizen', async () => {
    // given
    const one = await life.closed();
    await life.appeal(one);
    await life.fileAppeal(one);

    // when
    const variables = await life.decideAppeal(one, 'rejected');

    // then
    expect(variables).to.include({ appeal: 'rejected', department: 'rmto-tehran' });
    const tracked = await life.tracking.track(one.track);
    expect(tracked).to.include({ status: 'closed', outcome: 'resolved', appealState: 'rejected' });
    expect(tracked.finalAt).to.be.a('string');
    expect(tracked.canFollowUp).to.equal(true);
  });

  it('is possible once: what is answered after it is final when it is closed', async () => {
    // given
    const one = await life.closed();
    await life.appeal(one);
    await life.fileAppeal(one);
    await life.decideAppeal(one, 'upheld');
    await life.answer(one, SECOND_OFFICER);

    // when
    const variables = await life.close(one);

    // then
    expect(variables).to.deep.include({ closed: true, final: true });
    expect(await codeOf(life.appeal(one))).to.equal('step-not-legal');
  });

  it('is over when its time after the close is, and the page says the same', async () => {
    for (const [days, possible] of [
      [29.9, true],
      [30, false],
    ] as const) {
      // given
      const one = await life.closed();
      life.passDays(days);

      // when
      const { canAppeal } = await life.tracking.track(one.track);
      const code = await codeOf(life.appeal(one));

      // then
      expect([canAppeal, code === 'accepted']).to.deep.equal([possible, possible]);
    }
  });

  it('is not lost in the very moment in which its time runs out', async () => {
    // given
    const one = await life.closed();
    await life.appeal(one);

    // when: the process has not seen it, and ends the case
    const { variables } = await life.requests.steps.finishCase({ requestId: one.id, onceKey: randomUUID() });

    // then
    expect(variables).to.deep.equal({ final: false });
    expect((await life.row(one)).final_at).to.equal(null);
    expect(await life.fileAppeal(one)).to.equal('rmto');
  });

  it('that does not come lets the case become final', async () => {
    // given
    const one = await life.closed();
    life.passDays(30);

    // when
    const { variables } = await life.requests.steps.finishCase({ requestId: one.id, onceKey: randomUUID() });

    // then
    expect(variables).to.deep.equal({ final: true });
    expect((await life.row(one)).final_at).to.deep.equal(life.now());
  });

  it('needs a closed case', async () => {
    // given
    const [worked, answered] = [await life.worked(), await life.answered()];

    // then
    expect(await codeOf(life.appeal(worked))).to.equal('step-not-legal');
    expect(await codeOf(life.appeal(answered))).to.equal('step-not-legal');
  });
});
