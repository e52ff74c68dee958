import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { environment } from '#tests/support/environment.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe('the process of the api', () => {
  const database = useDatabase();
  const running = new Set<ChildProcess>();

  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });

  function start(env: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'api/src/main.ts'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATABASE_URL: database.apiUrl,
        PUBLIC_URL: 'http://127.0.0.1:3000',
        PORT: '0',
        OPERATIONS_PORT: '0',
        ENGINE_RECORDS_PORT: '0',
        ENGINE_RECORDS_PASSWORD: 'only-for-tests',
        ZEEBE_ADDRESS: '127.0.0.1:1',
        ZEEBE_REST_URL: 'http://127.0.0.1:1',
        KEYCLOAK_URL: environment.keycloakUrl,
        SIGNING_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
        ...env,
      },
    });
    running.add(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (part) => (said.out += String(part)));
    child.stderr.on('data', (part) => (said.err += String(part)));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    const address = () => eventually(() => /"url":"([^"]+)","msg":"the api listens"/.exec(said.out)?.[1]);
    return { child, said, ended, address };
  }

  it('starts while the engine is away, and takes requests', async () => {
    // given
    const { address, child, ended } = start();
    const url = await address();

    // when
    const response = await fetch(`${url}/api/requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        service: 'suggestion',
        text: 'پیشنهاد می‌کنم تابلوی خروجی بزرگ‌تر شود.',
        applicant: { name: 'سارا احمدی', mobile: '09121234567' },
      }),
    });

    // then
    expect(response.status).to.equal(201);
    child.kill('SIGTERM');
    expect(await ended).to.equal(0);
  });

  it('ends what it has begun before it stops, and takes nothing new', async () => {
    // given
    const { address, child, said, ended } = start();
    const url = new URL(await address());
    const slow = request({
      host: url.hostname,
      port: url.port,
      path: '/api/track',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const answered = once(slow, 'response');
    slow.write('{"trackingCode": "000000000000",');
    await once(slow, 'socket').then(([socket]) => socket.writable || once(socket, 'connect'));
    await fetch(new URL('/api/services', url));

    // when
    child.kill('SIGTERM');
    await eventually(() => said.out.includes('the api stops'));
    slow.end('"secondFactor": "0000"}');
    const [response] = await answered;

    // then
    expect(response.statusCode).to.equal(404);
    response.resume();
    expect(await ended).to.equal(0);
    expect(said.out).to.include('the api has stopped');
  });

  it('says in one sentence what is missing, without any value, and does not start', async () => {
    // when
    const { said, ended } = start({ SIGNING_SECRET: 'too-short-secret', ZEEBE_ADDRESS: '' });

    // then
    expect(await ended).to.equal(1);
    expect(said.err.trim().split('\n')).to.have.length(1);
    expect(said.err)
      .to.match(/ZEEBE_ADDRESS is missing/)
      .and.match(/SIGNING_SECRET/);
    expect(said.err).not.to.include('too-short-secret');
  });

  for (const variable of ['PORT', 'OPERATIONS_PORT', 'ENGINE_RECORDS_PORT']) {
    it(`names ${variable} when that port is taken`, async () => {
      // given
      const squatter = createServer().listen(0, '127.0.0.1');
      await once(squatter, 'listening');
      const taken = String((squatter.address() as AddressInfo).port);

      // when
      const { said, ended } = start({ [variable]: taken });
      const code = await ended.finally(() => squatter.close());

      // then
      expect(code).to.equal(1);
      expect(said.err.trim().split('\n')).to.have.length(1);
      expect(said.err)
        .to.match(new RegExp(`\\b${taken} is taken`))
        .and.match(new RegExp(`\\b${variable}\\b`));
    });
  }

  it('says so when there is no database', async () => {
    // when
    const { said, ended } = start({ DATABASE_URL: 'postgres://127.0.0.1:1/nothing' });

    // then
    expect(await ended).to.equal(1);
    expect(said.err.trim().split('\n')).to.have.length(1);
    expect(said.err).to.include('could not start');
  });
});
