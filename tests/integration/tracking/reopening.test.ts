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

describe('reopening', () => {
  const database = useDatabase();
  let harness: RequestHarness;

  before(() => seedStaffSignIns(database.db));

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  it('reaches the department: the same case, with the words of the citizen, in the hands of its process', async () => {
    // given
    const one = await harness.answeredCase();

    // when
    await harness.reopen(one);
    const facts = await harness.reopenWork(one);

    // then
    expect(facts).to.deep.include({ department: 'rmto-tehran', reopenings: 1 });
    expect(await harness.messages(one)).to.deep.equal(['citizen-feedback: reopened']);
    expect(await harness.row(one)).to.include({ status: 'in-progress', outcome: null, answered_at: null });
    const said = await database
      .db('interactions')
      .where({ request_id: one.id, kind: 'feedback' })
      .pluck('text');
    expect(said).to.deep.equal(['چاله هنوز هست.']);
    const tracked = await harness.tracking.track(one.track);
    expect(tracked).to.include({ status: 'in-progress', answer: null, satisfied: null });
    expect(tracked.steps.at(-1)?.kind).to.equal('reopened');
  });

  it('goes to the department above the second time, and is not possible a third', async () => {
    // given
    const one = await harness.answeredCase();
    await harness.reopen(one);
    await harness.reopenWork(one);
    await harness.answer(one, SECOND_OFFICER);

    // when
    await harness.reopen(one);
    const second = await harness.reopenWork(one);
    await harness.answer(one, 'caseworker.rmto');

    // then
    expect(second).to.deep.include({ department: 'rmto', reopenings: 2 });
    expect(await harness.tracking.track(one.track)).to.include({
      canReopen: false,
      canConfirm: true,
      reopeningsLeft: 0,
    });
    expect(await outcomeCodeOf(harness.reopen(one))).to.equal('step-not-legal');
  });

  it('goes to the department above the first time already, where nobody else works in its own', async () => {
    // given
    const one = await harness.routedCase();
    const { requests } = harness;
    await requests.steps.recordRouting({
      requestId: one.id,
      department: 'civil-aviation',
      priority: 'normal',
      rule: 'r',
      onceKey: `route:${one.id}`,
    });
    await harness.answer(one, 'caseworker.civil-aviation');

    // when
    await harness.reopen(one);

    // then
    expect(await harness.reopenWork(one)).to.deep.include({ department: 'ministry' });
  });

  it('is over when its time after the answer is, and nothing else starts that time again', async () => {
    // given
    const one = await harness.answeredCase();
    const { reopenUntil } = await harness.tracking.track(one.track);
    harness.passDays(14);

    // when: a note, a message and whatever else happens to the case
    await database.db('interactions').insert({
      request_id: one.id,
      channel: 'web',
      direction: 'in',
      kind: 'note',
      text: 'یادداشت',
      at: harness.now(),
    });
    await harness.requests.steps.notifyCitizen({
      requestId: one.id,
      template: 'interim',
      onceKey: `notify:${one.id}`,
    });
    harness.passDays(1);

    // then
    const tracked = await harness.tracking.track(one.track);
    expect(tracked.reopenUntil).to.equal(reopenUntil);
    expect(tracked).to.include({ canReopen: false, canFollowUp: true });
    expect(await outcomeCodeOf(harness.reopen(one))).to.equal('step-not-legal');
  });

  it('is offered by the page exactly as long as the api takes it', async () => {
    for (const days of [0, 7, 14.9, 15, 15.1, 40]) {
      for (const close of [false, true]) {
        // given
        const one = await harness.answeredCase();
        harness.passDays(days);
        if (close) await harness.close(one);

        // when
        const { canReopen } = await harness.tracking.track(one.track);
        const taken = (await outcomeCodeOf(harness.reopen(one))) === 'accepted';

        // then
        expect(taken, `after ${days} days, ${close ? 'closed' : 'answered'}`).to.equal(canReopen);
      }
    }
  });

  it('loses nothing in the very moment in which the time runs out', async () => {
    // given
    const one = await harness.answeredCase();
    await harness.reopen(one);

    // when: the process has not seen it, and closes
    const closing = await harness.close(one, 'time-out');

    // then: it is told not to, and takes the message that is on its way
    expect(closing).to.deep.include({ closed: false });
    expect(await harness.row(one)).to.include({ status: 'answered' });
    expect(await harness.reopenWork(one)).to.deep.include({ reopenings: 1 });
    expect(await harness.messages(one)).to.deep.equal(['citizen-feedback: reopened']);
  });

  it('is lost for neither side when it comes beside the close at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      // given
      const one = await harness.answeredCase();

      // when
      const [reopened, closing] = await Promise.all([outcomeCodeOf(harness.reopen(one)), harness.close(one)]);

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
    const strict = aRequestHarness(database.db);

    // when
    const one = await strict.routedCase({ service: 'traffic-toll', answers: {} });
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
    const one = await harness.answeredCase(FIRST_OFFICER);
    await harness.reopen(one);
    await harness.reopenWork(one);

    // when
    await harness.answer(one, SECOND_OFFICER);

    // then
    expect((await harness.row(one)).answered_by).to.deep.equal([FIRST_OFFICER, SECOND_OFFICER]);
  });
});
