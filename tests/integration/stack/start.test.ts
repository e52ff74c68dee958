import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { freePorts } from '#stack/ports.ts';
import { postgresUrls } from '#stack/postgres.ts';
import { secretsOf } from '#stack/secrets.ts';
import { environment } from '#tests/support/environment.ts';
import { aLauncher, type Launcher } from '#tests/support/stack/launcher.ts';
import { eventually } from '#tests/support/wait.ts';
import { runBootstrap } from '#tests/unit/stack/run-command.ts';
import { fileRequest, tasksOf } from './filing.ts';

/** The screens are built by the first start, on a machine that does other things too. */
const STARTED_WITHIN_MS = 240_000;

const START = ['--import', 'tsx', 'stack/start.ts'];

describe('npm start', () => {
  let home: string;
  let url: string;
  let env: Record<string, string>;
  let databaseUrl: string;
  let launcher: Launcher;

  before(async function () {
    this.timeout(STARTED_WITHIN_MS + 10_000);
    home = mkdtempSync(join(tmpdir(), 'shahrah-'));
    const ports = await freePorts({});
    url = `http://127.0.0.1:${ports.PORT}`;
    env = {
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      SHAHRAH_HOME: home,
      KEYCLOAK_URL: environment.keycloakUrl,
      ZEEBE_ADDRESS: '',
      ZEEBE_REST_URL: '',
      ENGINE_RECORDS_PASSWORD: '',
    };
    launcher = await start();
    databaseUrl = postgresUrls(ports.POSTGRES_PORT, secretsOf(home)).ownerUrl;
  });

  after(async function () {
    this.timeout(120_000);
    await stop();
    await runBootstrap(['reset', '--yes'], { env: { SHAHRAH_HOME: home } });
    rmSync(home, { recursive: true, force: true });
  });

  const start = () =>
    aLauncher({
      home,
      command: START,
      env,
      until: 'Ctrl-C stops everything',
      within: STARTED_WITHIN_MS,
    });

  async function stop(): Promise<void> {
    launcher.kill('SIGINT');
    expect(await launcher.exited, launcher.output()).to.equal(0);
  }

  it('without any variable for an engine has one, says so, and makes a task of a filed request', async () => {
    // when
    const tasks = await tasksOf(databaseUrl, await fileRequest(url));

    // then
    expect(launcher.output()).to.match(/^ {2}Engine +embedded$/m);
    expect(tasks).to.equal(1);
  });

  it('keeps what it prints, stores and mails from everybody else', () => {
    // when
    const entries = readdirSync(home).map((name) => ({ name, mode: statSync(join(home, name)).mode }));

    // then
    expect(entries.map(({ name }) => name)).to.include.members(['log', 'mail', 'run', 'secrets.json']);
    expect(entries.filter(({ mode }) => (mode & 0o077) !== 0)).to.deep.equal([]);
  });

  for (const [component, title] of Object.entries({
    engine: 'The engine',
    api: 'The api',
    postgres: 'PostgreSQL',
  })) {
    it(`starts ${component} again after kill -9, alone, and goes on with what was filed before and after`, async () => {
      // given
      const others = ['engine', 'api', 'postgres'].filter((name) => name !== component);
      const pidsBefore = others.map((name) => launcher.pidOf(name));
      const before = await fileRequest(url);

      // when
      process.kill(launcher.pidOf(component), 'SIGKILL');
      await launcher.says(new RegExp(`^${title} ended on its own \\(signal SIGKILL\\): its log is `, 'm'));
      await launcher.says(new RegExp(`^${title} is ready again`, 'm'));
      const after = await eventually(() => fileRequest(url));

      // then
      expect(await tasksOf(databaseUrl, before)).to.equal(1);
      expect(await tasksOf(databaseUrl, after)).to.equal(1);
      expect(others.map((name) => launcher.pidOf(name))).to.deep.equal(pidsBefore);
    });
  }

  it('goes on where it stopped', async function () {
    this.timeout(STARTED_WITHIN_MS);
    // given
    const before = await fileRequest(url);
    await tasksOf(databaseUrl, before);

    // when
    await stop();
    launcher = await start();
    const after = await fileRequest(url);

    // then
    expect(await tasksOf(databaseUrl, before)).to.equal(1);
    expect(await tasksOf(databaseUrl, after)).to.equal(1);
  });
});
