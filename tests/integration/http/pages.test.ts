import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createApp } from '#api/app.ts';
import { listen, type Listening } from '#api/http/server.ts';
import { openLog } from '#api/platform/log.ts';
import { type Caller, createCaller } from '#tests/support/api-caller.ts';

const asPage = { headers: { accept: 'text/html,*/*' } };

describe('the pages', () => {
  let folder: string;
  let server: Listening;
  let call: Caller;
  const counted: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>شهراه</title>');
    await mkdir(join(folder, 'modeler'));
    await writeFile(join(folder, 'modeler', 'index.html'), '<!doctype html><title>فرایندها</title>');
    await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};'.repeat(500));
    await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const app = createApp({
      routes: [],
      authentication: { identify: async () => null },
      limits: {
        admit: async (_name, operation) => void counted.push(operation),
        admitValid: async () => undefined,
        admitStaff: async () => undefined,
        prove: (_attempt, check) => check(),
      },
      viewerOf: () => Promise.reject(new Error('nobody signs in')),
      log: openLog('silent'),
      databaseAnswers: async () => true,
      screens: [
        { folder: join(folder, 'modeler'), at: '/modeler' },
        { folder, at: '' },
      ],
      publicUrl: 'https://shahrah.example',
      keycloakUrl: 'https://sign-in.example/auth',
      trustProxy: 0,
      version: '1.0.0',
    });
    server = await listen(app, { host: '127.0.0.1', port: 0 });
    call = createCaller(server.url);
  });

  after(async () => {
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const path of ['/', '/track', '/desk/tasks/2251799813685249?scope=mine', '/index.html']) {
    it(`answers ${path} with the page, which is asked for each time`, async () => {
      // when
      const { status, body, headers } = await call('GET', path, undefined, asPage);

      // then
      expect(status).to.equal(200);
      expect(body).to.include('شهراه');
      expect(headers.get('cache-control')).to.match(/no-cache|max-age=0/);
    });
  }

  for (const path of ['/modeler', '/modeler/', '/modeler/processes/road-defect'])
    it(`answers ${path} with the page of the other room`, async () => {
      // when
      const { status, body } = await call('GET', path, undefined, asPage);

      // then
      expect([status, body]).to.deep.equal([200, '<!doctype html><title>فرایندها</title>']);
    });

  it('lets hashed assets be kept for a year, and sends them compressed', async () => {
    // when
    const { status, headers } = await call('GET', '/assets/main-abc123.js');

    // then
    expect(status).to.equal(200);
    expect(headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(headers.get('content-encoding')).to.match(/^(gzip|br)$/);
  });

  for (const path of [
    '/assets/main-abc123.js',
    '/api/openapi.json',
    '/api/docs/assets/swagger-ui-bundle.js',
  ]) {
    it(`sends ${path} as it was prepared, and only to who does not have it`, async () => {
      // given
      const as = (coding: string, more = {}) =>
        call('GET', path, undefined, { headers: { 'accept-encoding': coding, ...more } });

      // when
      const ways = [await as('identity'), await as('deflate'), await as('gzip'), await as('gzip, br')];
      const again = await as('gzip', {
        'if-none-match': ways[2]?.headers.get('etag') ?? '',
        'cache-control': 'max-age=0',
      });

      // then
      expect(ways.map(({ headers }) => headers.get('content-encoding'))).to.deep.equal([
        ...[null, null, 'gzip', 'br'],
      ]);
      const [whole, same, zipped] = ways.map(({ headers }) => Number(headers.get('content-length')));
      expect(same).to.equal(whole);
      expect(zipped).to.be.within(1, Number(whole) - 1);
      expect(new Set(ways.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
      expect([again.status, again.body]).to.deep.equal([304, '']);
    });
  }

  it('counts calls of the documentation by address', async () => {
    // given
    counted.length = 0;

    // when
    for (const path of ['/api/openapi.json', '/api/docs', '/api/docs/assets/swagger-ui.css', '/'])
      await call('GET', path, undefined, asPage);

    // then
    expect(counted).to.deep.equal(['api-docs', 'api-docs', 'api-docs']);
  });

  for (const [path, options] of [
    ['/assets/old-def456.js', asPage],
    ['/modeler/assets/old-def456.js', asPage],
    ['/api/nothing', asPage],
    ['/track', { headers: { accept: 'application/json' } }],
  ] as const) {
    it(`does not answer ${path} with the page when ${options.headers.accept} is wanted`, async () => {
      // when
      const { status, body } = await call('GET', path, undefined, options);

      // then
      expect([status, body.code]).to.deep.equal([404, 'unknown-route']);
    });
  }

  for (const path of [
    '/assets/../../../../../../etc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc/passwd',
  ]) {
    it(`does not leave its folder for ${path}`, async () => {
      // when
      const { statusCode } = await new Promise<IncomingMessage>((resolve, reject) => {
        get({ host: '127.0.0.1', port: server.port, path, headers: { accept: 'text/plain' } }, resolve).on(
          'error',
          reject,
        );
      });

      // then
      expect(statusCode).to.be.within(400, 499);
    });
  }

  it('lets a browser load from here only, and talk to Keycloak besides', async () => {
    // when
    const { headers } = await call('GET', '/', undefined, asPage);
    const policy = headers.get('content-security-policy') ?? '';

    // then
    expect(policy).to.include("default-src 'self'");
    expect(policy).to.match(/script-src 'self'(;|$)/);
    expect(policy).to.include("connect-src 'self' https://sign-in.example;");
    expect(policy).to.include("object-src 'none'");
    expect(policy).not.to.match(/script-src[^;]*unsafe/);
    expect(headers.get('strict-transport-security')).to.include('max-age=31536000');
    expect(headers.get('x-powered-by')).to.equal(null);
  });

  it('takes the id of a call from the proxy in front, if it is usable, and gives one otherwise', async () => {
    // when
    const given = await call('GET', '/', undefined, { headers: { 'x-request-id': 'proxy-12345678' } });
    const unusable = await call('GET', '/', undefined, { headers: { 'x-request-id': '<script>' } });

    // then
    expect(given.headers.get('x-request-id')).to.equal('proxy-12345678');
    expect(unusable.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
  });
});
