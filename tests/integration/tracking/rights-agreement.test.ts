import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { TrackedRequest } from '#common/contract/index.ts';
import { seedStaffSignIns } from '#tests/support/fixtures/seed-staff.ts';
import {
  aRequestHarness,
  outcomeCodeOf,
  type RequestHarness,
  type TestCase,
} from '#tests/support/harness/request-harness.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { seededRandom } from '#tests/support/people/seeded-random.ts';

const HISTORIES = 25;
const STEPS = 14;
const OFFICERS = ['caseworker.rmto-tehran', 'caseworker.rmto-tehran-2', 'caseworker.rmto', 'supervisor.rmto'];

type Right = 'canReply' | 'canConfirm' | 'canReopen' | 'canAppeal' | 'canWithdraw';

describe('the page and the api, over random lives of a case', function () {
  this.timeout(120_000);
  const database = useDatabase();

  before(() => seedStaffSignIns(database.db));

  /** What a citizen may do, each by what the page shows. */
  const wishes: Record<Right, (harness: RequestHarness, one: TestCase) => Promise<unknown>> = {
    canReply: (harness, { track }) => harness.tracking.reply({ track, text: 'پاسخ' }),
    canConfirm: (harness, { track }) => harness.tracking.giveFeedback({ track, satisfied: true }),
    canReopen: (harness, one) => harness.reopen(one),
    canAppeal: (harness, one) => harness.appeal(one),
    canWithdraw: (harness, { track }) => harness.tracking.withdraw({ track }),
  };

  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    it(`agree on what is possible (seed ${seed})`, async () => {
      // given
      const random = seededRandom(seed);
      const harness = aRequestHarness(database.db);
      const one = await harness.routedCase();
      const step = () => ({ requestId: one.id, onceKey: randomUUID() });
      const process: (() => Promise<unknown>)[] = [
        () => harness.answer(one, random.pick(OFFICERS)),
        () => harness.answer(one, random.pick(OFFICERS)),
        async () => {
          await harness.submit(one, { decision: 'ask-citizen', question: 'کجا؟' });
          await harness.requests.steps.askCitizen(step());
        },
        () => harness.requests.steps.resumeWork({ ...step(), reason: 'reply-time-out' }),
        () => harness.reopenWork(one),
        () => harness.close(one, random.pick(['confirmed', 'unsatisfied', 'time-out'])),
        () => harness.fileAppeal(one),
        () => harness.decideAppeal(one, random.pick(['upheld', 'rejected'])),
        () => harness.requests.steps.finishCase(step()),
        async () => harness.passDays(random.pick([1, 9, 16, 31])),
      ];

      for (let n = 0; n < STEPS; n += 1) {
        // when
        harness.pass(1_000);
        await random.pick(process)();
        const shown: TrackedRequest = await harness.tracking.track(one.track);
        const rights = Object.keys(wishes).filter((right) => random.next() < 0.2 || shown[right as Right]);
        const wished = random.pick(rights) as Right | undefined;
        if (!wished || (wished === 'canWithdraw' && random.next() < 0.8)) continue;
        const code = await outcomeCodeOf(wishes[wished](harness, one));

        // then
        expect(code, `${wished} of a case that is ${shown.status}`).to.equal(
          shown[wished] ? 'accepted' : 'step-not-legal',
        );
        const row = await harness.row(one);
        if (row.final_at !== null) expect(row.status).to.be.oneOf(['closed', 'withdrawn']);
        if (row.status === 'in-progress') expect([row.outcome, row.closed_at]).to.deep.equal([null, null]);
        expect(Number(row.reopenings)).to.be.at.most(3);
      }
    });
  }
});
