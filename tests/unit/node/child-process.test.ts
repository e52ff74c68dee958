import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { openChildProcess } from '#common/node/open-child-process.ts';
import type { ChildFunctions } from '#tests/support/node/child-functions.ts';
import { eventually } from '#tests/support/wait.ts';

const SCRIPT = new URL('../../support/node/child.mjs', import.meta.url);

const open = (longestMs = 20_000) =>
  openChildProcess<ChildFunctions>({
    script: SCRIPT,
    longestMs: { add: longestMs, lines: longestMs, never: longestMs, process: longestMs, textOf: longestMs },
    memoryMb: 64,
  });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('functions in a child process', () => {
  let child: ReturnType<typeof open> | undefined;
  const said = (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.catch((error: Error) => `${error.name}: ${error.message}`);

  afterEach(() => child?.close());

  it('give and take what JSON does not know too', async () => {
    // given
    child = open();

    // then
    expect(await child.add(new Map([['one', undefined]]), new Date(0))).to.deep.equal([
      new Map([['one', undefined]]),
      new Date(0),
    ]);
  });

  it('end with what needs more memory at once than there is, and are there again', async () => {
    // given
    child = open();

    // then
    expect(await said(child.textOf(2 ** 29 - 30))).to.equal('ChildLimitExceeded: it needed more than 64 MB');
    expect(await said(child.lines(1_000_000))).to.equal('ChildLimitExceeded: it needed more than 64 MB');
    expect(await child.textOf(3)).to.equal('xxx');
  });

  it('end with what gives more than anybody reads', async () => {
    // given
    child = open();

    // then
    expect(await said(child.textOf(17 * 1024 * 1024))).to.equal(
      'ChildLimitExceeded: it needed more than 64 MB',
    );
    expect(await child.textOf(3)).to.equal('xxx');
  });

  it('are there again after no process could be started', async () => {
    // given
    child = open();
    const { execPath } = process;

    // when
    process.execPath = '/nowhere';
    const [first, second] = await Promise.all([said(child.textOf(1)), said(child.textOf(2))]).finally(
      () => (process.execPath = execPath),
    );

    // then
    expect([first, second]).to.deep.equal(Array(2).fill('Error: the process ended before it began'));
    expect(await child.textOf(3)).to.equal('xxx');
  });

  it('end with what takes too long, and take nothing that waits with them', async () => {
    // given
    child = open(1_000);
    await child.textOf(1);

    // when
    const [endless, behind] = await Promise.all([said(child.never()), said(child.textOf(2))]);

    // then
    expect([endless, behind]).to.deep.equal(['ChildLimitExceeded: it took longer than 1 s', 'xx']);
  });

  it('end when the process that asked is gone, also in the middle of what never ends', async () => {
    // given
    const asking = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        `import { openChildProcess } from '${new URL('../../../common/node/open-child-process.ts', import.meta.url)}';
         const child = openChildProcess({ script: new URL('${SCRIPT}'), longestMs: { process: 60000, never: 600000 }, memoryMb: 64 });
         console.log(await child.process());
         await child.never();`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = await new Promise<number>((resolve) =>
      asking.stdout.once('data', (text: Buffer) => resolve(Number(text))),
    );
    expect(isAlive(pid)).to.equal(true);

    // when
    asking.kill('SIGKILL');

    // then
    await eventually(() => !isAlive(pid));
  });
});
