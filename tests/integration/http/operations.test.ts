import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startApi, type TestApi } from '../../support/api.ts';
import { caller, type Call } from '../../support/call.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';

describe('health and figures', () => {
  let database: TestDatabase;
  let api: TestApi;
  let call: Call;

  before(async () => {
    database = await aDatabase();
    api = await startApi({ database });
    call = caller(api.url);
  });

  after(async () => {
    await api?.close();
    await database?.drop();
  });

  it('is ready while the database answers, and tells how the engine side fares', async () => {
    // when
    const { status, body } = await call('GET', '/readyz');

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
    const { status, body } = await call('GET', '/metrics');

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

  it('goes on living, but is not ready, without the database', async () => {
    // given
    const doomed = await aDatabase();
    const node = await startApi({ database: doomed, config: { ENGINE_RECORDS_PORT: 0 } });
    const ask = caller(node.url);
    await doomed.drop();

    // when
    const ready = await ask('GET', '/readyz');
    const alive = await ask('GET', '/healthz');
    const read = await ask('GET', '/api/requests/0198c0de-0000-7000-8000-000000000000', undefined, {
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
