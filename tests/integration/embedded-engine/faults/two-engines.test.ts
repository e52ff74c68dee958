import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { runEngine, type RunningEngine } from '#tests/support/engine/run-engine.ts';
import { eventually } from '#tests/support/wait.ts';
import { NO_ROWS, openRecordLedger, type RecordLedger, rowsOfState } from './record-ledger.ts';
import { REQUEST, type RequestClients, someRequests, startRequestClients } from './request-clients.ts';

const SOON_MS = 5_000;
/** The lease of a writer is 15 s; the machine may be slow. */
const LEASE_OVER_MS = 25_000;

describe('faults: two engines on one state', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let ledger: RecordLedger;
  let first: RunningEngine;
  let second: RunningEngine;
  let called: RunningEngine;
  let crew: RequestClients;

  const expectReconciled = async (requests: readonly string[]) => {
    await crew.finish(requests);
    ledger.expectBalance(requests);
    expect(await rowsOfState(database.db)).to.deep.equal(NO_ROWS);
  };

  beforeEach(async () => {
    database = await aDatabase({ max: 2 });
    ledger = await openRecordLedger();
    const options = { partitions: 3, gathersMs: 50, recordsPort: ledger.port, database };
    first = await runEngine(options);
    second = await runEngine({ ...options, standby: true });
    called = first;
    crew = startRequestClients(() => called.client, ledger);
    await crew.deploy(REQUEST);
  });

  afterEach(async () => {
    await crew.leave();
    await first.end();
    await second.end();
    await ledger.end();
    await database.drop();
  });

  it('the second is not ready, and takes over within seconds when the first is killed at work', async () => {
    // given
    const requests = someRequests('killed', 60);
    const filing = crew.file(requests);
    await eventually(() => ledger.closedOf(requests).length > 5);
    const wasReady = await second.isReady();

    // when
    await first.kill();
    called = second;
    await eventually(second.isReady, { timeout: SOON_MS });
    await filing;

    // then
    expect(wasReady).to.equal(false);
    await expectReconciled(requests);
  });

  it('the second takes over when the first is stopped at work, and the first ends itself when it goes on', async () => {
    // given
    const requests = someRequests('stopped', 60);
    const filing = crew.file(requests);
    await eventually(() => ledger.closedOf(requests).length > 5);

    // when
    first.signal('SIGSTOP');
    called = second;
    await eventually(second.isReady, { timeout: LEASE_OVER_MS });
    await filing;
    first.signal('SIGCONT');
    const exit = await first.ended();

    // then
    expect(exit).to.equal(1);
    await expectReconciled(requests);
  });
});
