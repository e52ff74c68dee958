import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { aCaseLife, codeOf, FIRST_OFFICER, SECOND_OFFICER, type CaseLife } from '#tests/support/case-life.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { everybodyWasHere } from '#tests/support/staff.ts';

describe('reopening', () => {
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

  it('reaches the department: the same case, with the words of the citizen, in the hands of its process', async () => {
    // given
    const one = await life.answered();

    // when
    await life.reopen(one);
    const facts = await life.reopenWork(one);

    // then
    expect(facts).to.deep.include({ department: 'rmto-tehran', reopenings: 1 });
    expect(await life.messages(one)).to.deep.equal(['citizen-feedback: reopened']);
    expect(await life.row(one)).to.include({ status: 'in-progress', outcome: null, answered_at: null });
    const said = await database
      .db('interactions')
      .where({ request_id: one.id, kind: 'feedback' })
      .pluck('text');
    expect(said).to.deep.equal(['چاله هنوز هست.']);
    const tracked = await life.tracking.track(one.track);
    expect(tracked).to.include({ status: 'in-progress', answer: null, satisfied: null });
    expect(tracked.steps.at(-1)?.kind).to.equal('reopened');
  });

  it('goes to the department above the second time, and is not possible a third', async () => {
    // given
    const one = await life.answered();
    await life.reopen(one);
    await life.reopenWork(one);
    await life.answer(one, SECOND_OFFICER);

    // when
    await life.reopen(one);
    const second = await life.reopenWork(one);
    await life.answer(one, 'caseworker.rmto');

    // then
    expect(second).to.deep.include({ department: 'rmto', reopenings: 2 });
    expect(await life.tracking.track(one.track)).to.include({
      canReopen: false,
      canConfirm: true,
      reopeningsLeft: 0,
    });
    expect(await codeOf(life.reopen(one))).to.equal('step-not-legal');
  });

  it('goes to the department above the first time already, where nobody else works in its own', async () => {
    // given
    const one = await life.worked();
    const { requests } = life;
    await requests.steps.recordRouting({
      requestId: one.id,
      department: 'civil-aviation',
      priority: 'normal',
      rule: 'r',
      onceKey: `route:${one.id}`,
    });
    await life.answer(one, 'caseworker.civil-aviation');

    // when
    await life.reopen(one);

    // then
    expect(await life.reopenWork(one)).to.deep.include({ department: 'ministry' });
  });

  it('is over when its time after the answer is, and nothing else starts that time again', async () => {
    // given
    const one = await life.answered();
    const { reopenUntil } = await life.tracking.track(one.track);
    life.passDays(14);

    // when: a note, a message and whatever else happens to the case
    await database.db('interactions').insert({
      request_id: one.id,
      channel: 'web',
      direction: 'in',
      kind: 'note',
      text: 'یادداشت',
      at: life.now(),
    });
    await life.requests.steps.notifyCitizen({
      requestId: one.id,
      template: 'interim',
      onceKey: `notify:${one.id}`,
    });
    life.passDays(1);

    // then
    const tracked = await life.tracking.track(one.track);
    expect(tracked.reopenUntil).to.equal(reopenUntil);
    expect(tracked).to.include({ canReopen: false, canFollowUp: true });
    expect(await codeOf(life.reopen(one))).to.equal('step-not-legal');
  });

  it('is offered by the page exactly as long as the api takes it', async () => {
    for (const days of [0, 7, 14.9, 15, 15.1, 40]) {
      for (const close of [false, true]) {
        // given
        const one = await life.answered();
        life.passDays(days);
        if (close) await life.close(one);

        // when
        const { canReopen } = await life.tracking.track(one.track);
        const taken = (await codeOf(life.reopen(one))) === 'accepted';

        // then
        expect(taken, `after ${days} days, ${close ? 'closed' : 'answered'}`).to.equal(canReopen);
      }
    }
  });

  it('loses nothing in the very moment in which the time runs out', async () => {
    // given
    const one = await life.answered();
    await life.reopen(one);

    // when: the process has not seen it, and closes
    const closing = await life.close(one, 'time-out');

    // then: it is told not to, and takes the message that is on its way
    expect(closing).to.deep.include({ closed: false });
    expect(await life.row(one)).to.include({ status: 'answered' });
    expect(await life.reopenWork(one)).to.deep.include({ reopenings: 1 });
    expect(await life.messages(one)).to.deep.equal(['citizen-feedback: reopened']);
  });

  it('is lost for neither side when it comes beside the close at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      // given
      const one = await life.answered();

      // when
      const [reopened, closing] = await Promise.all([codeOf(life.reopen(one)), life.close(one)]);

      // then
      expect(reopened === 'accepted').to.equal(closing.closed === false);
    }
  });

  it('follows the limits that the rules of a service say', async () => {
    // given
    await database.db('closing_rules').insert({
      service: 'traffic-toll',
      reply_within: 'P3D',
      reopen_within: 'P2D',
      most_reopenings: 0,
      appeal_within: 'P5D',
    });
    const strict = aCaseLife(database.db);

    // when
    const one = await strict.worked({ service: 'traffic-toll', answers: {} });
    await strict.answer(one);

    // then
    const start = await database.db('outbox').where({ request_id: one.id, kind: 'start' }).first();
    expect(start.variables).to.include({
      replyWindow: 'P3D',
      feedbackWindow: 'P2D',
      appealWindow: 'P5D',
      mostReopenings: 0,
      department: 'rmto',
    });
    expect(await strict.tracking.track(one.track)).to.include({ canReopen: false, canConfirm: true });
    strict.passDays(2);
    expect(await strict.tracking.track(one.track)).to.include({ canConfirm: false });
  });

  it('keeps the name of who answered, so that another takes it', async () => {
    // given
    const one = await life.answered(FIRST_OFFICER);
    await life.reopen(one);
    await life.reopenWork(one);

    // when
    await life.answer(one, SECOND_OFFICER);

    // then
    expect((await life.row(one)).answered_by).to.deep.equal([FIRST_OFFICER, SECOND_OFFICER]);
  });
});
