import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { eventually } from '#tests/support/wait.ts';
import { aFaultFixture, type FaultFixture } from './fault-fixture.ts';
import { NO_ROWS, rowsOfState } from './record-ledger.ts';
import { someRequests } from './request-clients.ts';

describe('faults: the session of the writer', function () {
  this.timeout(120_000);
  let harness: FaultFixture;

  const expectReconciled = async (requests: readonly string[], timeout?: number) => {
    const { crew, ledger, database } = harness;
    await crew.finish(requests, timeout);
    ledger.expectBalance(requests);
    expect(await rowsOfState(database.db)).to.deep.equal(NO_ROWS);
  };

  before(async () => {
    harness = await aFaultFixture();
  });

  after(() => harness.end());

  it('comes back when the number of its process on the server is meanwhile that of somebody else', async () => {
    // given
    const requests = someRequests('recycled', 5);
    const { db } = harness.database;
    await db.raw('update engine.writer set backend = pg_backend_pid()');

    // when
    harness.wire.cutAt(1, 'before');
    await harness.crew.file(requests);

    // then
    expect(harness.wire.stopCounting().cut).to.equal(true);
    await expectReconciled(requests);
  });

  it('is opened anew when the connection falls silent, and no command is lost', async () => {
    // given
    const requests = someRequests('silent', 20);
    const filing = harness.crew.file(requests);
    await eventually(() => harness.ledger.closedOf(requests).length > 0);

    // when
    harness.wire.blackHole();
    await filing;

    // then
    await expectReconciled(requests, 40_000);
  });

  it('ends the engine when another one wrote its next turn', async () => {
    // given
    const { db } = harness.database;
    const { engine } = harness;
    await db.raw(`
      insert into engine.record_batch (turn, epoch, counters)
      select turn + 1, epoch + 1, counters from engine.record_batch order by turn desc limit 1`);

    // when
    harness.crew.file(['last']).catch(() => {});

    // then
    expect(await engine.ended()).to.equal(1);
  });
});
