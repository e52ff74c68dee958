import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import pg from 'pg';
import { freePorts } from '#stack/ports.ts';
import { postgresUrls } from '#stack/postgres.ts';
import { placePostgres } from '#stack/postgres-programs.ts';
import { identify } from '#stack/process-identity.ts';
import { secretsOf } from '#stack/secrets.ts';
import { aLauncher, type Launcher } from '#tests/support/stack/launcher.ts';
import { eventually } from '#tests/support/wait.ts';
import { runBootstrap } from '#tests/unit/stack/run-command.ts';

const SERVICES = ['--import', 'tsx', 'stack/services.ts', 'postgres'];
const BY_COMMAND = ['stack/bootstrap.mjs', 'services', 'postgres'];
const RESTARTED = ['--import', 'tsx', 'tests/integration/stack/restarted-postgres.ts'];

describe('the launcher', () => {
  let folder: string;
  let home: string;
  let port: number;
  const launchers: Launcher[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shahrah-'));
    home = join(folder, 'test');
    port = (await freePorts({})).POSTGRES_PORT;
  });

  afterEach(async () => {
    for (const launcher of launchers.splice(0)) {
      launcher.kill('SIGTERM');
      await launcher.exited;
    }
    await runBootstrap(['reset', '--yes'], { env: { SHAHRAH_HOME: folder } });
    rmSync(folder, { recursive: true, force: true });
  });

  async function launchPostgres(
    command: readonly string[] = SERVICES,
  ): Promise<Launcher & { readonly postgres: number }> {
    const launcher = await aLauncher({
      home,
      command,
      env: { SHAHRAH_HOME: folder, POSTGRES_PORT: String(port) },
      until: 'until Ctrl-C',
    });
    launchers.push(launcher);
    return { ...launcher, postgres: launcher.pidOf('postgres') };
  }

  async function answerOfDatabase(): Promise<unknown> {
    const client = new pg.Client({ connectionString: postgresUrls(port, secretsOf(home)).adminUrl });
    await client.connect();
    const { rows } = await client.query("select lower('ÀÉ') as text");
    await client.end();
    return rows[0]?.text;
  }

  it('stops what it started when it is asked to', async () => {
    // given
    const { postgres, kill, exited } = await launchPostgres();

    // when
    kill('SIGINT');

    // then
    expect(await exited).to.equal(0);
    expect(identify(postgres)).to.equal(undefined);
    expect(existsSync(join(home, 'run', 'postgres.json'))).to.equal(false);
  });

  it('stops when the command that started it is killed, and the next start waits for that', async () => {
    // given
    const first = await launchPostgres(BY_COMMAND);

    // when
    first.kill('SIGKILL');
    await eventually(() => first.output().includes('Stopping.'));
    const second = await launchPostgres();

    // then
    expect(second.output()).not.to.contain('left behind');
    expect(identify(first.postgres)).to.equal(undefined);
    expect(await answerOfDatabase()).to.equal('àé');
    expect(second.postgres).not.to.equal(first.postgres);
  });

  it('of the tests says which component ended on its own, and ends', async () => {
    // given
    const { postgres, output, exited } = await launchPostgres();

    // when
    process.kill(postgres, 'SIGKILL');

    // then
    expect(await exited).to.equal(1);
    expect(output()).to.match(/PostgreSQL ended on its own \(signal SIGKILL\): read .*postgres\.log/);
  });

  it('of npm start starts again what ended on its own', async () => {
    // given
    const { postgres, says, pidOf } = await launchPostgres(RESTARTED);

    // when
    process.kill(postgres, 'SIGKILL');
    await says(
      /^PostgreSQL ended on its own \(signal SIGKILL\): its log is .*postgres\.log, and it starts again in .* s\.$/m,
    );
    await says(/^PostgreSQL is ready again/m);

    // then
    expect(await answerOfDatabase()).to.equal('àé');
    expect(pidOf('postgres')).not.to.equal(postgres);
  });

  it('of npm start gives up, in one sentence, on what cannot start any more', async () => {
    // given
    const { postgres, output, exited } = await launchPostgres(RESTARTED);
    const { data } = await placePostgres(home);
    writeFileSync(join(data, 'PG_VERSION'), 'none\n');

    // when
    process.kill(postgres, 'SIGKILL');

    // then
    expect(await exited).to.equal(1);
    const end = output().trimEnd().split('\n').at(-1);
    expect(end).to.match(
      /^PostgreSQL failed to start 3 times in a row, .*: read .*postgres\.log, then start again\.$/,
    );
    await eventually(() => identify(postgres) === undefined);
    expect(existsSync(join(home, 'run', 'postgres.json'))).to.equal(false);
  });

  it('of npm start stops while something is about to start again', async () => {
    // given
    const { postgres, kill, says, exited, output } = await launchPostgres(RESTARTED);

    // when
    process.kill(postgres, 'SIGKILL');
    await says('it starts again');
    kill('SIGINT');

    // then
    expect(await exited).to.equal(0);
    expect(output()).to.contain('Stopping.');
    expect(existsSync(join(home, 'run', 'postgres.json'))).to.equal(false);
    await answerOfDatabase().then(
      () => expect.fail('PostgreSQL still answers'),
      (error: NodeJS.ErrnoException) => expect(error.code).to.equal('ECONNREFUSED'),
    );
  });

  it('finds and ends its own orphans after kill -9, and starts', async () => {
    // given
    const first = await launchPostgres();
    process.kill(first.pidOf('launcher'), 'SIGKILL');
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
