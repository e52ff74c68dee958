import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openLog } from '#api/platform/log.ts';
import { startApi } from '#tests/support/api.ts';
import { createCaller } from '#tests/support/api-caller.ts';
import { aDatabase } from '#tests/support/database.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

describe('health and figures', () => {
  const lines: string[] = [];

  const { database, api, call } = useApi({
    log: openLog('info', { write: (line) => void lines.push(line) }),
  });
  const ask = createCaller(() => api.operationsUrl);

  it('is ready while the database answers, and tells how the engine side fares', async () => {
    // when
    const { status, body } = await ask('GET', '/readyz');

    // then
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'ready', database: true });
    expect(body.engine.outbox).to.deep.equal({ waiting: 0, oldestSeconds: 0 });
  });

  it('counts the answers of each operation, and what waits for the engine', async () => {
    // given
    await call('GET', '/api/services');
    await call('GET', '/api/tasks');

    // when
    const { status, body } = await ask('GET', '/metrics');

    // then
    expect(status).to.equal(200);
    expect(body).to.match(/^shahrah_http_answers_total\{operation="listTasks",status="401"\} 1$/m);
    expect(body).to.match(/^shahrah_http_request_seconds_count\{operation="listServices"\} 1$/m);
    expect(body).to.match(/^shahrah_outbox_waiting \d+$/m);
    expect(body).to.match(/^shahrah_quarantined_records 0$/m);
  });

  it('tells the screens where to sign in', async () => {
    // when
    const { body } = await call('GET', '/api/ui-config');

    // then
    expect(body.keycloak).to.include({ realm: 'shahrah', clientId: 'shahrah-ui' });
    expect(body.locales).to.deep.equal(['fa', 'en']);
  });

  for (const path of ['/healthz', '/readyz', '/metrics'])
    it(`tells the public nothing at ${path}`, async () => {
      // when
      const { status, body } = await call('GET', path);

      // then
      expect([status, body.code]).to.deep.equal([404, 'unknown-route']);
    });

  it('has nothing of the product beside health and figures', async () => {
    // when
    const { status } = await ask('GET', '/api/services');

    // then
    expect(status).to.equal(404);
  });

  it('tells how much room the disk has, while it has enough', async () => {
    // when
    const { body: ready } = await ask('GET', '/readyz');
    const { body: figures } = await ask('GET', '/metrics');

    // then
    expect(ready.disk.low).to.equal(false);
    expect(ready.disk.freeBytes).to.be.greaterThan(0);
    expect(figures)
      .to.match(/^shahrah_disk_free_bytes [1-9]\d+$/m)
      .and.match(/^shahrah_disk_low 0$/m);
    expect(lines.join('')).not.to.include('nearly full');
  });

  it('says before the disk is full that it gets so, and goes on', async () => {
    // given
    lines.length = 0;
    const log = openLog('info', { write: (line) => void lines.push(line) });
    const config = { ENGINE_RECORDS_PORT: 0, DISK_LOW_MB: 1_000_000_000, DATA_FOLDERS: '/' };
    const node = await startApi({ database, log, config });
    const operator = createCaller(node.operationsUrl);

    // when
    const ready = await operator('GET', '/readyz');
    const { body: figures } = await operator('GET', '/metrics');
    const health = await createCaller(node.url)('GET', '/api/engine', undefined, { as: 'admin' });
    await node.close();

    // then
    expect([ready.status, ready.body.disk.folder, ready.body.disk.low]).to.deep.equal([200, '/', true]);
    expect(figures).to.match(/^shahrah_disk_low 1$/m);
    expect(health.body.disk.low).to.equal(true);
    expect(lines.filter((line) => /"level":50.*nearly full/.test(line))).to.have.length(1);
  });

  it('goes on living, but is not ready, without the database', async () => {
    // given
    const doomed = await aDatabase();
    const node = await startApi({ database: doomed, config: { ENGINE_RECORDS_PORT: 0 } });
    const [citizen, operator] = [createCaller(node.url), createCaller(node.operationsUrl)];
    await doomed.drop();

    // when
    const ready = await operator('GET', '/readyz');
    const alive = await operator('GET', '/healthz');
    const read = await citizen('GET', '/api/requests/0198c0de-0000-7000-8000-000000000000', undefined, {
      as: 'admin',
    });
    await node.close();

    // then
    expect([ready.status, ready.body.database]).to.deep.equal([503, false]);
    expect(alive.status).to.equal(200);
    expect(read.status).to.be.within(500, 503);
    expect(read.body.detail).to.equal(undefined);
  });
});
