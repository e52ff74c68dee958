import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import pg from 'pg';
import { ROOT } from '../../../stack/paths.ts';
import { identify } from '../../../stack/process-identity.ts';
import { runBootstrap } from '../../unit/stack/run-command.ts';
import { eventually } from '../../support/wait.ts';

interface Launcher {
  readonly child: ChildProcess;
  /** Process numbers of the launcher itself and of PostgreSQL. */
  readonly pid: number;
  readonly postgres: number;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

describe('the launcher', () => {
  let home: string;
  const launchers: Launcher[] = [];

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'shahrah-'));
  });

  afterEach(async () => {
    for (const { child, exited } of launchers.splice(0)) {
      child.kill('SIGTERM');
      await exited;
    }
    await runBootstrap(['reset', '--yes'], { env: { SHAHRAH_HOME: home } });
    rmSync(home, { recursive: true, force: true });
  });

  const pidIn = (name: string): number =>
    (JSON.parse(readFileSync(join(home, 'test', 'run', `${name}.json`), 'utf8')) as { pid: number }).pid;

  async function launchPostgres(): Promise<Launcher> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(ROOT, 'stack', 'services.ts'), 'postgres'],
      {
        cwd: ROOT,
        env: { ...process.env, SHAHRAH_HOME: home },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await eventually(() => output.includes('until Ctrl-C'), { timeout: 50_000 });
    const launcher = {
      child,
      pid: pidIn('launcher'),
      postgres: pidIn('postgres'),
      output: () => output,
      exited,
    };
    launchers.push(launcher);
    return launcher;
  }

  async function answerOfDatabase(): Promise<unknown> {
    const env = readFileSync(join(home, 'test', 'env'), 'utf8');
    const client = new pg.Client({ connectionString: /TEST_PG_URL='(.*)'/.exec(env)?.[1] ?? '' });
    await client.connect();
    const { rows } = await client.query("select lower('ÀÉ') as text");
    await client.end();
    return rows[0]?.text;
  }

  it('stops what it started when it is asked to', async () => {
    // given
    const { pid, postgres, exited } = await launchPostgres();

    // when
    process.kill(pid, 'SIGINT');

    // then
    expect(await exited).to.equal(0);
    expect(identify(postgres)).to.equal(undefined);
    expect(existsSync(join(home, 'test', 'run', 'postgres.json'))).to.equal(false);
  });

  it('stops when the command that started it is killed, and the next start waits for that', async () => {
    // given
    const first = await launchPostgres();

    // when
    first.child.kill('SIGKILL');
    await first.exited;
    const second = await launchPostgres();

    // then
    expect(identify(first.pid)).to.equal(undefined);
    expect(identify(first.postgres)).to.equal(undefined);
    expect(await answerOfDatabase()).to.equal('àé');
    expect(second.postgres).not.to.equal(first.postgres);
  });

  it('says which component ended on its own, and ends', async () => {
    // given
    const { postgres, output, exited } = await launchPostgres();

    // when
    process.kill(postgres, 'SIGKILL');

    // then
    expect(await exited).to.equal(1);
    expect(output()).to.match(/PostgreSQL ended on its own \(signal SIGKILL\): read .*postgres\.log/);
  });

  it('finds and ends its own orphans after kill -9, and starts', async () => {
    // given
    const first = await launchPostgres();
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    expect(identify(first.postgres)).not.to.equal(undefined);

    // when
    const second = await launchPostgres();

    // then
    expect(second.output()).to.contain('Ended what an earlier run had left behind: postgres.');
    expect(identify(first.postgres)).to.equal(undefined);
    expect(await answerOfDatabase()).to.equal('àé');
  });
});
