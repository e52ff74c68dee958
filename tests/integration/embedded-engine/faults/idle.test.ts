import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { processorMs } from '#tests/support/engine/process-usage.ts';
import { eventually } from '#tests/support/wait.ts';
import { aFaultFixture, type FaultFixture } from './fault-fixture.ts';
import { someRequests } from './request-clients.ts';

const WINDOW_MS = 2_000;
/** The lease is renewed every two seconds. */
const MOST_STATEMENTS = 2;
const MOST_PROCESSOR_MS = 150;

describe('faults: an engine with nothing to do', function () {
  this.timeout(120_000);
  let harness: FaultFixture;

  before(async () => {
    harness = await aFaultFixture();
  });

  after(() => harness.end());

  /** Measures the engine while only a worker asks for jobs. */
  const rest = async () => {
    const from = processorMs(harness.engine.pid());
    harness.wire.cutAt(Infinity, 'before');
    await pause(WINDOW_MS);
    const { statements } = harness.wire.stopCounting();
    return { statements, processorMs: processorMs(harness.engine.pid()) - from };
  };
  const expectRest = (): Promise<unknown> =>
    eventually(
      async () => {
        const { statements, processorMs } = await rest();
        expect(statements, 'statements').to.be.at.most(MOST_STATEMENTS);
        expect(processorMs, 'ms of the processor').to.be.at.most(MOST_PROCESSOR_MS);
        return true;
      },
      { timeout: 6 * WINDOW_MS },
    );

  it('rests when its records are taken, with instances that wait', async () => {
    // when
    await harness.crew.file(['one', 'two']);
    await harness.crew.finish(['one', 'two']);

    // then
    await expectRest();
  });

  it('rests after a start', async () => {
    // when
    await harness.engine.killAndStart();

    // then
    await expectRest();
  });

  it('rests while its records are refused, also after a start', async () => {
    // given
    const requests = someRequests('refused', 5);
    harness.ledger.refuse(true);

    // when
    await harness.crew.file(requests);

    // then
    await expectRest();
    await harness.engine.killAndStart();
    await expectRest();
    harness.ledger.refuse(false);
    await harness.crew.finish(requests);
    harness.ledger.expectBalance(requests);
  });
});
