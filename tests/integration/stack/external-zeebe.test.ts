import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { freePorts } from '#stack/ports.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { environment } from '#tests/support/environment.ts';
import { aLauncher, type Launcher } from '#tests/support/stack/launcher.ts';
import { fileRequest, tasksOf } from './filing.ts';

/** The screens are built by the first start, on a machine that does other things too. */
const STARTED_WITHIN_MS = 240_000;

describe('npm start with a Zeebe of one’s own', () => {
  let home: string;
  let url: string;
  let database: TestDatabase;
  let launcher: Launcher;

  before(async function () {
    this.timeout(STARTED_WITHIN_MS + 10_000);
    home = mkdtempSync(join(tmpdir(), 'shahrah-'));
    database = await aDatabase();
    const { PORT, OPERATIONS_PORT, MAIL_PORT } = await freePorts({});
    url = `http://127.0.0.1:${PORT}`;
    launcher = await aLauncher({
      home,
      command: ['--import', 'tsx', 'stack/start.ts'],
      env: {
        SHAHRAH_HOME: home,
        PORT: String(PORT),
        OPERATIONS_PORT: String(OPERATIONS_PORT),
        MAIL_PORT: String(MAIL_PORT),
        DATABASE_URL: database.url,
        KEYCLOAK_URL: environment.keycloakUrl,
        ZEEBE_ADDRESS: environment.zeebeAddress,
        ZEEBE_REST_URL: environment.zeebeRestUrl,
        ENGINE_RECORDS_PORT: String(environment.recordsPort),
        ENGINE_RECORDS_PASSWORD: environment.recordsPassword,
      },
      until: 'Ctrl-C stops everything',
      within: STARTED_WITHIN_MS,
    });
  });

  after(async () => {
    launcher.kill('SIGINT');
    const code = await launcher.exited;
    await database.drop();
    rmSync(home, { recursive: true, force: true });
    expect(code).to.equal(0);
  });

  it('starts no engine, says which one it uses, and makes tasks of requests with that one', async () => {
    // when
    const tasks = await tasksOf(database.url, await fileRequest(url));

    // then
    expect(tasks).to.equal(1);
    expect(launcher.output()).to.match(
      new RegExp(`^ {2}Engine +Zeebe at ${environment.zeebeAddress.replaceAll('.', '\\.')}$`, 'm'),
    );
    expect(readdirSync(join(home, 'run')).sort()).to.deep.equal([
      'addresses.json',
      'api.json',
      'launcher.json',
    ]);
  });
});
