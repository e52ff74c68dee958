import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { aFiling } from '#tests/support/fixtures/requests-service.ts';
import {
  aRequestHarness,
  outcomeCodeOf,
  type RequestHarness,
  type TestCase,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('a withdrawal', () => {
  const database = useDatabase();
  let harness: RequestHarness;

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  const withdraw = ({ track }: TestCase, text?: string) =>
    harness.tracking.withdraw({ track, ...(text === undefined ? {} : { text }) });
  const step = ({ id }: TestCase) => ({ requestId: id, onceKey: randomUUID() });

  const asked = async (): Promise<TestCase> => {
    const one = await harness.routedCase();
    await harness.submit(one, { decision: 'ask-citizen', question: 'کجا؟' });
    await harness.requests.steps.askCitizen(step(one));
    return one;
  };
  const offered = async (): Promise<TestCase> => {
    const one = await harness.routedCase();
    await harness.submit(one, { decision: 'transfer', transferTo: 'railways', reason: 'r' });
    await harness.requests.steps.offerTransfer(step(one));
    return one;
  };
  const received = async (): Promise<TestCase> => {
    const { id, trackingCode } = await harness.requests.register(aFiling());
    return { id, track: { trackingCode, secondFactor: '4567' } };
  };

  it('takes effect at once in every wait, stops the clocks and tells the process', async () => {
    for (const wait of [received, harness.routedCase, asked, offered]) {
      // given
      const one = await wait();

      // when
      const tracked = await withdraw(one, 'دیگر لازم نیست');

      // then
      expect(tracked).to.include({ status: 'withdrawn', outcome: 'withdrawn', canWithdraw: false });
      expect(tracked.finalAt).to.be.a('string');
      expect(tracked.steps.at(-1)).to.include({ kind: 'withdrawn', text: 'دیگر لازم نیست' });
      expect((await harness.messages(one)).at(-1)).to.equal('citizen-withdrew');
      const clocks = await database.db('sla_clocks').where({ request_id: one.id }).pluck('state');
      expect(clocks).not.to.include.members(['running']);
      expect(clocks).not.to.include.members(['paused']);
    }
  });

  it('follows the start of the process, also while that has not left yet', async () => {
    // given
    const one = await received();

    // when
    await withdraw(one);

    // then
    const sent = await database
      .db('outbox')
      .where({ request_id: one.id })
      .orderBy('id')
      .pluck('message_name');
    expect(sent).to.deep.equal(['request.citizen-request', 'citizen-withdrew']);
  });

  it('lets every later step of the process be skipped', async () => {
    // given
    const one = await harness.routedCase();
    await harness.submit(one, { decision: 'answer', outcome: 'resolved', text: 'پاسخ' });
    await withdraw(one);
    const before = await harness.row(one);

    // when
    const { requests } = harness;
    const results = [
      await requests.steps.deliverAnswer(step(one)),
      await requests.steps.askCitizen(step(one)),
      (await requests.steps.resumeWork({ ...step(one), reason: null })).result,
      (await requests.steps.offerTransfer(step(one))).result,
      (await requests.steps.closeRequest({ ...step(one), reason: 'time-out' })).result,
      await requests.steps.setPriority({ ...step(one), priority: 'high' }),
    ];

    // then
    expect(new Set(results)).to.deep.equal(new Set(['skipped']));
    expect(await harness.row(one)).to.deep.equal(before);
    expect(await requests.steps.recordWithdrawal(step(one))).to.equal('done');
  });

  it('is not possible after the answer, and not twice', async () => {
    // given
    const [answered, closed, withdrawn] = [
      await harness.answeredCase(),
      await harness.closedCase(),
      await harness.routedCase(),
    ];
    await withdraw(withdrawn);

    // then
    for (const one of [answered, closed, withdrawn])
      expect(await outcomeCodeOf(withdraw(one))).to.equal('step-not-legal');
  });

  it('and an answer at the same moment: one of the two holds, and the other changes nothing', async () => {
    for (let round = 0; round < 8; round += 1) {
      // given
      const one = await harness.routedCase();
      await harness.submit(one, { decision: 'answer', outcome: 'resolved', text: 'پاسخ' });

      // when
      const [withdrawn, delivered] = await Promise.all([
        outcomeCodeOf(withdraw(one)),
        harness.requests.steps.deliverAnswer(step(one)),
      ]);

      // then
      const { status, outcome } = await harness.row(one);
      expect([withdrawn, delivered, status, outcome]).to.be.deep.oneOf([
        ['accepted', 'skipped', 'withdrawn', 'withdrawn'],
        ['step-not-legal', 'done', 'answered', 'resolved'],
      ]);
    }
  });
});
