import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import type { GiveFeedback } from '#common/contract/index.ts';
import {
  aRequestHarness,
  outcomeCodeOf,
  type RequestHarness,
  type TestCase,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('feedback', () => {
  const database = useDatabase();
  let harness: RequestHarness;

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  const say = ({ track }: TestCase, word: Omit<GiveFeedback, 'track'>) =>
    harness.tracking.giveFeedback({ track, ...word });
  const kept = ({ id }: TestCase) => database.db('request_feedback').where({ request_id: id });

  it('stands beside the outcome, with its reasons, and does not change it', async () => {
    // given
    const one = await harness.routedCase();
    await harness.answer(one, undefined, {
      decision: 'answer',
      outcome: 'refused',
      text: 'پذیرفته نشد.',
      legalBasis: 'ماده ۱۷',
    });

    // when
    await say(one, { satisfied: false, reasons: ['disagree', 'too-slow'], text: 'درست نیست' });
    await harness.close(one, 'unsatisfied');

    // then: closed is not sold as solved
    expect(await harness.tracking.track(one.track)).to.include({
      status: 'closed',
      outcome: 'refused',
      legalBasis: 'ماده ۱۷',
      satisfied: false,
      finalAt: null,
      canAppeal: true,
    });
    const [word] = await kept(one);
    expect(word).to.deep.include({
      satisfied: false,
      reasons: ['disagree', 'too-slow'],
      asks_reopening: false,
    });
    expect(await harness.messages(one)).to.deep.equal(['citizen-feedback: unsatisfied']);
  });

  it('asks for another look by a reason that does, unless the citizen says otherwise', async () => {
    // given
    const [asking, not, text] = [
      await harness.answeredCase(),
      await harness.answeredCase(),
      await harness.answeredCase(),
    ];

    // when
    await say(asking, { satisfied: false, reasons: ['not-solved'] });
    await say(not, { satisfied: false, reasons: ['not-solved'], reopen: false });
    await say(text, { satisfied: false, text: 'هنوز خراب است' });

    // then
    expect(await harness.messages(asking)).to.deep.equal(['citizen-feedback: reopened']);
    expect(await harness.messages(not)).to.deep.equal(['citizen-feedback: unsatisfied']);
    expect(await harness.messages(text)).to.deep.equal(['citizen-feedback: unsatisfied']);
  });

  it('is taken without another look where a reason asks for one that is not possible any more', async () => {
    // given
    const one = await harness.answeredCase();
    await database.db('requests').where({ id: one.id }).update({ reopenings: 2 });

    // when
    await say(one, { satisfied: false, reasons: ['not-solved'] });

    // then
    expect(await harness.messages(one)).to.deep.equal(['citizen-feedback: unsatisfied']);
  });

  it('refuses reasons that do not go with it, and another look without saying why', async () => {
    // given
    const one = await harness.answeredCase();
    await database.db('feedback_reasons').where({ key: 'quick' }).update({ active: false });

    // when
    const codes = [
      await outcomeCodeOf(say(one, { satisfied: true, reasons: ['not-solved'] })),
      await outcomeCodeOf(say(one, { satisfied: false, reasons: ['solved'] })),
      await outcomeCodeOf(say(one, { satisfied: true, reasons: ['quick'] })),
      await outcomeCodeOf(say(one, { satisfied: false, reasons: ['no-such-reason'] })),
      await outcomeCodeOf(say(one, { satisfied: true, reopen: true, text: 'x' })),
      await outcomeCodeOf(say(one, { satisfied: false, reopen: true, text: ' ' })),
    ];

    // then
    expect(new Set(codes)).to.deep.equal(new Set(['invalid-input']));
    expect(await kept(one)).to.deep.equal([]);
    expect(await harness.messages(one)).to.deep.equal([]);
  });

  it('is taken once of two that come at the same moment', async () => {
    // given
    const one = await harness.answeredCase();

    // when
    const codes = await Promise.all([1, 2, 3].map(() => outcomeCodeOf(say(one, { satisfied: true }))));

    // then
    expect(codes.sort()).to.deep.equal(['accepted', 'step-not-legal', 'step-not-legal']);
    expect(await harness.messages(one)).to.deep.equal(['citizen-feedback: confirmed']);
  });

  it('of a satisfied citizen makes the case final; of nobody, not', async () => {
    // given
    const [confirmed, silent] = [await harness.answeredCase(), await harness.answeredCase()];
    await say(confirmed, { satisfied: true, reasons: ['solved'] });

    // when
    const facts = [await harness.close(confirmed, 'confirmed'), await harness.close(silent)];

    // then
    expect(facts).to.deep.equal([
      { closed: true, final: true },
      { closed: true, final: false },
    ]);
    expect((await harness.tracking.track(confirmed.track)).canAppeal).to.equal(false);
    expect((await harness.tracking.track(silent.track)).canAppeal).to.equal(true);
  });
});
