import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { eventually } from '#tests/support/wait.ts';
import { aFaultFixture, type FaultFixture } from './fault-fixture.ts';
import { NO_ROWS, rowsOfState } from './record-ledger.ts';
import { someRequests } from './request-clients.ts';

describe('faults: the wire between engine and PostgreSQL', function () {
  this.timeout(120_000);
  let harness: FaultFixture;
  const all: string[] = [];

  /** A run from the start of some requests to their ends, with a cut on its way. */
  const run = async (name: string, n: number, when: 'before' | 'after') => {
    const { wire, crew } = harness;
    const requests = someRequests(name, 3);
    all.push(...requests);
    wire.cutAt(n, when);
    await crew.file(requests);
    await crew.finish(requests);
    return wire.stopCounting();
  };

  before(async () => {
    harness = await aFaultFixture();
  });

  after(() => harness.end());

  for (const when of ['before', 'after'] as const)
    it(`may break at any statement of a run, ${when} it is carried out`, async function () {
      // given
      const { statements } = await run(`${when}-none`, Infinity, when);

      // when
      let cuts = 0;
      for (let n = 1; n <= statements; n += 1) if ((await run(`${when}-${n}`, n, when)).cut) cuts += 1;

      // then
      console.log(`      ${statements} statements, ${cuts} cuts`);
      expect(statements).to.be.greaterThan(0);
      expect(cuts).to.be.greaterThan(0);
      harness.ledger.expectBalance(all);
      await eventually(async () => {
        expect(await rowsOfState(harness.database.db)).to.deep.equal(NO_ROWS);
        return true;
      });
    });
});
