import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { eventually } from '#tests/support/wait.ts';

const WATCHDOG = fileURLToPath(new URL('../../../common/node/watchdog.ts', import.meta.url));
const STANDS_FOR_MS = 2_000;

/** A program that is watched, and works on its own pace: `READ` is what a request makes it do. */
const program = (work: string): string => `
  import { startWatchdog } from ${JSON.stringify(WATCHDOG)};
  startWatchdog({ name: 'the program', standsForMs: ${STANDS_FOR_MS}, beatEveryMs: 100 });
  function readTable() { ${work} }
  setTimeout(() => { console.log('works'); readTable(); }, 200);
  setTimeout(() => {}, 600_000);
`;

const FOR_EVER = 'for (;;);';

describe('the watchdog', function () {
  this.timeout(120_000);
  const running = new Set<ChildProcess>();

  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });

  async function run(work: string, ...options: string[]) {
    const child = spawn(process.execPath, [
      ...options,
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      program(work),
    ]);
    running.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)));
    const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number);
    await eventually(() => said.includes('works'));
    return { child, ended, said: () => said };
  }

  /** Waits for as long as the watchdog would have needed, and longer. */
  const longEnough = () => pause(2 * STANDS_FOR_MS);

  for (const [what, work] of Object.entries({
    'a loop without an end': FOR_EVER,
    'a regular expression without an end': "/^(a{1,30}){1,30}$/.test('a'.repeat(32) + '!');",
    'a call of the system': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  })) {
    it(`kills a process that stands in ${what}, and says where`, async () => {
      // given
      const { ended, said } = await run(work);

      // when
      const end = await ended;

      // then
      expect(end).to.equal('SIGKILL');
      expect(said()).to.match(/^The event loop has stood still for 2 s \(.+\), so the program is killed/m);
      expect(said()).to.include('readTable');
    });
  }

  it('leaves a process alone that was suspended', async () => {
    // given
    const { child, said } = await run('');

    // when
    child.kill('SIGSTOP');
    await longEnough();
    child.kill('SIGCONT');
    await longEnough();

    // then
    expect([child.exitCode, child.signalCode]).to.deep.equal([null, null]);
    expect(said()).not.to.include('killed');
  });

  it('leaves a process alone that a debugger holds', async () => {
    // given
    const { child } = await run(FOR_EVER, '--inspect=0');

    // when
    await longEnough();

    // then
    expect([child.exitCode, child.signalCode]).to.deep.equal([null, null]);
  });

  it('does not keep a process from ending', async () => {
    // given
    const { ended } = await run('process.exitCode = 3; setTimeout(() => process.exit(), 100);');

    // then
    expect(await ended).to.equal(3);
  });
});
