import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { TrackedRequest } from '#common/contract/index.ts';
import { aCaseLife, codeOf, type Case, type CaseLife } from '#tests/support/case-life.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { seededRandom } from '#tests/support/seeded-random.ts';
import { everybodyWasHere } from '#tests/support/staff.ts';

const HISTORIES = 25;
const STEPS = 14;
const OFFICERS = ['caseworker.rmto-tehran', 'caseworker.rmto-tehran-2', 'caseworker.rmto', 'supervisor.rmto'];

type Right = 'canReply' | 'canConfirm' | 'canReopen' | 'canAppeal' | 'canWithdraw';

describe('the page and the api, over random lives of a case', function () {
  this.timeout(120_000);
  let database: TestDatabase;

  before(async () => {
    database = await aDatabase();
    await everybodyWasHere(database.db);
  });

  after(() => database.drop());

  /** What a citizen may do, each by what the page shows. */
  const wishes: Record<Right, (life: CaseLife, one: Case) => Promise<unknown>> = {
    canReply: (life, { track }) => life.tracking.reply({ track, text: 'پاسخ' }),
    canConfirm: (life, { track }) => life.tracking.giveFeedback({ track, satisfied: true }),
    canReopen: (life, one) => life.reopen(one),
    canAppeal: (life, one) => life.appeal(one),
    canWithdraw: (life, { track }) => life.tracking.withdraw({ track }),
  };

  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    it(`agree on what is possible (seed ${seed})`, async () => {
      // given
      const random = seededRandom(seed);
      const life = aCaseLife(database.db);
      const one = await life.worked();
      const step = () => ({ requestId: one.id, onceKey: randomUUID() });
      const process: (() => Promise<unknown>)[] = [
        () => life.answer(one, random.pick(OFFICERS)),
        () => life.answer(one, random.pick(OFFICERS)),
        async () => {
          await life.submit(one, { decision: 'ask-citizen', question: 'کجا؟' });
          await life.requests.steps.askCitizen(step());
        },
        () => life.requests.steps.resumeWork({ ...step(), reason: 'reply-time-out' }),
        () => life.reopenWork(one),
        () => life.close(one, random.pick(['confirmed', 'unsatisfied', 'time-out'])),
        () => life.fileAppeal(one),
        () => life.decideAppeal(one, random.pick(['upheld', 'rejected'])),
        () => life.requests.steps.finishCase(step()),
        async () => life.passDays(random.pick([1, 9, 16, 31])),
      ];

      for (let n = 0; n < STEPS; n += 1) {
        // when
        life.pass(1_000);
        await random.pick(process)();
        const shown: TrackedRequest = await life.tracking.track(one.track);
        const rights = Object.keys(wishes).filter((right) => random.next() < 0.2 || shown[right as Right]);
        const wished = random.pick(rights) as Right | undefined;
        if (!wished || (wished === 'canWithdraw' && random.next() < 0.8)) continue;
        const code = await codeOf(wishes[wished](life, one));

        // then
        expect(code, `${wished} of a case that is ${shown.status}`).to.equal(
          shown[wished] ? 'accepted' : 'step-not-legal',
        );
        const row = await life.row(one);
        if (row.final_at !== null) expect(row.status).to.be.oneOf(['closed', 'withdrawn']);
        if (row.status === 'in-progress') expect([row.outcome, row.closed_at]).to.deep.equal([null, null]);
        expect(Number(row.reopenings)).to.be.at.most(3);
      }
    });
  }
});
