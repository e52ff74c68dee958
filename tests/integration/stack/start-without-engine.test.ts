import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ROOT } from '../../../stack/paths.ts';
import { freePorts } from '../../../stack/ports.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';
import { environment } from '../../support/environment.ts';
import { eventually } from '../../support/wait.ts';

describe('npm start without an engine', () => {
  let home: string;
  let database: TestDatabase;
  let launcher: ChildProcess;
  let exited: Promise<number | null>;
  let url: string;
  let output = '';

  before(async function () {
    this.timeout(120_000);
    home = mkdtempSync(join(tmpdir(), 'shahrah-'));
    database = await aDatabase();
    const { PORT, ENGINE_RECORDS_PORT, MAIL_PORT, ZEEBE_PORT, ZEEBE_REST_PORT } = await freePorts({});
    const ports = { PORT, ENGINE_RECORDS_PORT, MAIL_PORT, ZEEBE_PORT, ZEEBE_REST_PORT };
    url = `http://127.0.0.1:${PORT}`;
    launcher = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'stack', 'start.ts')], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
        SHAHRAH_HOME: home,
        DATABASE_URL: database.url,
        KEYCLOAK_URL: environment.keycloakUrl,
        ZEEBE_ADDRESS: '',
        ZEEBE_REST_URL: '',
        ZEEBE_LICENCE: '',
      },
    });
    exited = new Promise((resolve) => launcher.once('exit', resolve));
    for (const stream of [launcher.stdout, launcher.stderr]) stream?.on('data', (chunk) => (output += chunk));
    await eventually(() => output.includes('There is no engine yet'), { timeout: 110_000 });
  });

  after(async () => {
    launcher.kill('SIGINT');
    const code = await exited;
    await database.drop();
    rmSync(home, { recursive: true, force: true });
    expect(code).to.equal(0);
  });

  it('says how to get one', () => {
    expect(output).to.contain('ZEEBE_ADDRESS and ZEEBE_REST_URL').and.contain('ZEEBE_LICENCE=accepted');
  });

  it('takes requests in all the same, and keeps their start for later', async () => {
    // when
    const answer = await fetch(`${url}/api/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        service: 'information-request',
        text: 'ساعت کار دفتر مرکزی را می‌خواهم.',
        applicant: { name: 'مریم احمدی', mobile: '09123456789' },
      }),
    });

    // then
    expect(answer.status, await answer.text()).to.equal(201);
    expect(await database.db('outbox').select('kind', 'sent_at')).to.deep.equal([
      { kind: 'start', sent_at: null },
    ]);
  });
});
