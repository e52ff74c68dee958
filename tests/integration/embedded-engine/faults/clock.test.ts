import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { aFaultFixture, type FaultFixture } from './fault-fixture.ts';
import { NO_ROWS, rowsOfState } from './record-ledger.ts';
import { someRequests } from './request-clients.ts';

const HOUR_MS = 3_600_000;
const FINISH_WITHIN_MS = 20_000;

describe('faults: the clock jumps', function () {
  this.timeout(120_000);
  let harness: FaultFixture;

  before(async () => {
    // Long enough for a jump to come while records are gathered.
    harness = await aFaultFixture({ gathersMs: 500 });
  });

  after(() => harness.end());

  for (const [name, jumps] of [
    ['an hour back', [-HOUR_MS]],
    ['an hour ahead', [HOUR_MS]],
    ['to and fro', [HOUR_MS, -HOUR_MS, -HOUR_MS, HOUR_MS, -HOUR_MS]],
  ] as const)
    it(`${name}: work and records go on`, async () => {
      // given
      const requests = someRequests(name, 40);
      const halves = [requests.slice(0, 20), requests.slice(20)];

      // when
      await harness.crew.file(halves[0] ?? []);
      for (const ms of jumps) await harness.advance(ms);
      await harness.crew.file(halves[1] ?? []);
      await harness.crew.finish(requests, FINISH_WITHIN_MS);

      // then
      harness.ledger.expectBalance(requests);
      expect(await rowsOfState(harness.database.db)).to.deep.equal(NO_ROWS);
    });
});
