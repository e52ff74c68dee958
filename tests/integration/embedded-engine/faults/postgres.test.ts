import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { aLimitedDisk, type LimitedDisk } from '#tests/support/fakes/limited-disk.ts';
import { anOwnStack, newHome, type OwnStack } from '#tests/support/stack/own-stack.ts';
import { eventually } from '#tests/support/wait.ts';
import { aFaultFixture, type FaultFixture, sizeOf } from './fault-fixture.ts';
import { NO_ROWS, rowsOfState } from './record-ledger.ts';
import { someRequests } from './request-clients.ts';

const FROZEN_MS = sizeOf(8_000, 20_000);
const FINISH_WITHIN_MS = 60_000;
/** Room for an empty database, its log and some minutes of work. */
const DISK_MB = 300;

describe('faults: PostgreSQL', function () {
  this.timeout(180_000);
  let disk: LimitedDisk | undefined;
  let stack: OwnStack;
  let harness: FaultFixture;

  before(async () => {
    disk = aLimitedDisk(DISK_MB);
    stack = await anOwnStack({ home: disk ? join(disk.folder, 'home') : newHome() });
    harness = await aFaultFixture({ database: stack.database });
  });

  after(async () => {
    disk?.empty();
    await harness.end();
    await stack.close();
    disk?.close();
  });

  /** Breaks something while requests come in without a pause, and expects that nothing is lost and nothing
   *  done twice. */
  const expectBooksAfter = async (name: string, fault: () => Promise<void>) => {
    const { crew, ledger, database } = harness;
    const requests = someRequests(name, 30);
    const filing = [crew.file(requests)];
    await eventually(() => ledger.closedOf(requests).length > 3);
    let broken = true;
    const more = (async () => {
      for (let at = 0; broken; at += 1) {
        const late = `${name}-late-${at}`;
        requests.push(late);
        filing.push(crew.file([late]));
        await pause(100);
      }
    })();
    await fault();
    broken = false;
    await more;
    await Promise.all(filing);
    await crew.finish(requests, FINISH_WITHIN_MS);
    ledger.expectBalance(requests);
    expect(await rowsOfState(database.db)).to.deep.equal(NO_ROWS);
  };

  it('is restarted in the middle of work', () =>
    expectBooksAfter('restarted', async () => {
      await stack.server.stop();
      await stack.server.start();
    }));

  it('is frozen: commands that come are refused meanwhile, none is lost', async () => {
    // given
    const before = harness.crew.refusals();

    // when
    await expectBooksAfter('frozen', async () => {
      const pids = serverProcesses(stack.server.pid());
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await pause(FROZEN_MS);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    });

    // then
    expect(harness.crew.refusals()).to.be.greaterThan(before);
  });

  it('has a full disk: commands that come are refused meanwhile, none is lost', async function () {
    if (!disk) return this.skip();
    // given
    const { crew } = harness;
    const before = crew.refusals();

    // when
    await expectBooksAfter('full', async () => {
      disk?.fill();
      await eventually(() => crew.refusals() > before + 10, { timeout: FINISH_WITHIN_MS });
      disk?.empty();
      // Without room for its log PostgreSQL may have ended.
      if (!serverProcesses(stack.server.pid()).length) await stack.server.start();
    });

    // then
    expect(crew.refusals()).to.be.greaterThan(before);
  });
});

/** The server and its children. */
function serverProcesses(server: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return pid === server || Number(parent) === server;
      } catch {
        return false;
      }
    });
}
