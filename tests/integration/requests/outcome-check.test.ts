import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import { departmentTree } from '#api/modules/departments/index.ts';
import { type OutcomeCheck, outcomeCheck } from '#api/modules/requests/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import { type Staff } from '#api/platform/staff.ts';
import {
  aRequestHarness,
  type RequestHarness,
  type TestCase,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const OFFICER: Staff = {
  id: '1',
  username: 'caseworker.rmto-tehran',
  name: 'A',
  roles: ['caseworker'],
  departments: ['rmto-tehran'],
};

describe('what an outcome needs', () => {
  const database = useDatabase();
  let harness: RequestHarness;
  let check: OutcomeCheck;

  before(async () => {
    const { db } = database;
    const rows = await db('departments').orderBy('path');
    const tree = departmentTree(
      rows.map(({ slug, parent, kind, name_fa: fa, name_en: en }) => ({
        slug,
        parent,
        kind,
        name: { fa, en },
      })),
    );
    check = outcomeCheck({ db, visibility: visibilityModule({ db, tree: async () => tree }).visibility });
  });

  beforeEach(() => {
    harness = aRequestHarness(database.db);
  });

  const wrong = async ({ id }: TestCase, data: object): Promise<string[]> =>
    (await check({ requestId: id, data: { decision: 'answer', text: 'پاسخ', ...data }, by: OFFICER })).map(
      ({ path }) => path,
    );
  const codeOfCase = ({ track }: TestCase): string => ('trackingCode' in track ? track.trackingCode : '');
  /** Work that is not done outdoors. */
  const atADesk = () => harness.routedCase({ service: 'traffic-toll', answers: {} });

  it('is a text, whatever the outcome', async () => {
    const one = await atADesk();
    for (const outcome of ['resolved', 'partly', 'not-admissible'])
      expect(await wrong(one, { outcome, text: ' ‌ ' }), outcome).to.deep.equal(['/data/text']);
    expect(await wrong(one, { outcome: 'resolved' })).to.deep.equal([]);
  });

  it('is evidence, where field work is said to be done', async () => {
    const field = await harness.routedCase();
    for (const outcome of ['resolved', 'partly']) {
      expect(await wrong(field, { outcome })).to.deep.equal(['/data/evidence']);
      expect(await wrong(field, { outcome, evidence: 'گزارش ۱۲' })).to.deep.equal([]);
    }
    expect(await wrong(field, { outcome: 'not-admissible' })).to.deep.equal([]);
  });

  it('is a legal basis, for a refusal', async () => {
    const one = await atADesk();
    expect(await wrong(one, { outcome: 'refused' })).to.deep.equal(['/data/legalBasis']);
    expect(await wrong(one, { outcome: 'refused', legalBasis: '  ' })).to.deep.equal(['/data/legalBasis']);
    expect(await wrong(one, { outcome: 'refused', legalBasis: 'ماده ۱۷' })).to.deep.equal([]);
  });

  it('is another request that one may see and that is no duplicate itself, for a duplicate', async () => {
    // given
    const [one, original, copy] = [await atADesk(), await harness.routedCase(), await harness.routedCase()];
    const hidden = await harness.requests.register({
      service: 'rail-service',
      text: 'قطار دیر رسید و پاسخی نبود.',
      applicant: { name: 'دیگری', mobile: '09129999999' },
      channel: 'web',
      by: null,
    });
    await database.db('requests').where({ id: copy.id }).update({ duplicate_of: original.id });
    const duplicateOf = async (code: string) => wrong(one, { outcome: 'duplicate', duplicateOf: code });

    // then
    expect(await wrong(one, { outcome: 'duplicate' })).to.deep.equal(['/data/duplicateOf']);
    for (const code of [codeOfCase(one), codeOfCase(copy), hidden.trackingCode, '123456789012', 'x'])
      expect(await duplicateOf(code), code).to.deep.equal(['/data/duplicateOf']);
    const persian = codeOfCase(original).replace(/./g, (digit) => String.fromCharCode(0x6f0 + Number(digit)));
    expect(await duplicateOf(persian)).to.deep.equal([]);
  });

  it('is a question that the citizen has not replied to, for "no answer"', async () => {
    // given
    const one = await atADesk();
    const ask = async () => {
      await harness.submit(one, { decision: 'ask-citizen', question: 'کجا؟' });
      await harness.requests.steps.askCitizen({ requestId: one.id, onceKey: `${Math.random()}` });
    };

    // then
    expect(await wrong(one, { outcome: 'no-answer' })).to.deep.equal(['/data/outcome']);
    await ask();
    expect(await wrong(one, { outcome: 'no-answer' })).to.deep.equal([]);
    await harness.tracking.reply({ track: one.track, text: 'اینجا' });
    expect(await wrong(one, { outcome: 'no-answer' })).to.deep.equal(['/data/outcome']);
  });

  it('is the citizen, for a withdrawal', async () => {
    expect(await wrong(await atADesk(), { outcome: 'withdrawn' })).to.deep.equal(['/data/outcome']);
  });

  it('is nothing for what is no answer', async () => {
    const one = await harness.routedCase();
    const data = { decision: 'transfer', transferTo: 'railways', reason: 'r' };
    expect(await check({ requestId: one.id, data, by: OFFICER })).to.deep.equal([]);
  });

  it('is told of a duplicate to whoever reads the mailbox that both name, without the code to anybody else', async () => {
    // given
    const [name, email, mobile, nationalId] = ['سارا', 'sara@example.org', '09121234567', '0499370899'];
    const own = await harness.routedCase({
      applicant: { name, email: 'Sara@example.org', mobile, nationalId },
    });
    const foreign = await harness.routedCase({ applicant: { name, mobile, nationalId } });
    const seen: unknown[] = [];
    for (const original of [own, foreign]) {
      const one = await harness.routedCase({ applicant: { name, email, mobile, nationalId } });
      const duplicateOf = codeOfCase(original);
      await harness.answer(one, undefined, {
        decision: 'answer',
        outcome: 'duplicate',
        text: 'تکراری است.',
        duplicateOf,
      });

      // when
      for (const track of [one.track, { ...one.track, secondFactor: email }, harness.linkTo(one)]) {
        const tracked = await harness.tracking.track(track);
        seen.push([tracked.outcome, tracked.duplicateOf]);
      }
    }

    // then
    const [told, untold] = [
      ['duplicate', codeOfCase(own)],
      ['duplicate', null],
    ];
    expect(seen).to.deep.equal([untold, untold, told, untold, untold, untold]);
  });
});
