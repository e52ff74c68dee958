import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { notify, type ReadSideChange } from '#api/platform/pg-notify.ts';
import { startApi } from '#tests/support/api.ts';
import { listenTo } from '#tests/support/event-listener.ts';
import { fakeRealm } from '#tests/support/fakes/fake-realm.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

type Listener = Awaited<ReturnType<typeof listenTo>>;

describe('live updates', () => {
  const { database, api } = useApi();

  const listeners: Listener[] = [];

  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.stop()));
  });

  async function listen(username: string, url = api.url, token?: string): Promise<Listener> {
    const listener = await listenTo(url, username, token);
    listeners.push(listener);
    return listener;
  }

  const change = (what: ReadSideChange) => notify(database.db, 'changes', what);

  it('tell of a task to who may see it, and nobody else', async () => {
    // given
    const mine = (await aTask(database.db, { queue: 'rmto' })).task_key;
    const foreign = (await aTask(database.db, { queue: 'railways' })).task_key;
    const [road, rail] = [await listen('caseworker.rmto'), await listen('caseworker.railways')];

    // when
    await change({ taskKeys: [mine, foreign] });
    await Promise.all([road.hears('tasks-changed', mine), rail.hears('tasks-changed', foreign)]);

    // then
    expect(JSON.stringify(road.heard)).not.to.include(foreign);
    expect(JSON.stringify(rail.heard)).not.to.include(mine);
  });

  it('tell of a request by its id, without any of its content', async () => {
    // given
    const request = await aRequest(database.db, { department: 'rmto' });
    const listener = await listen('caseworker.rmto');

    // when
    await change({ requestIds: [request.id] });
    await listener.hears('request-changed', request.id);

    // then
    expect(listener.heard).to.deep.equal([
      { event: 'request-changed', data: { ids: [request.id], many: false } },
    ]);
  });

  it('tell nothing of a confidential request to who looks from above', async () => {
    // given
    const hidden = await aRequest(database.db, {
      department: 'rmto-qom',
      service: 'staff-complaint',
      confidential: true,
    });
    const open = await aRequest(database.db, { department: 'rmto-qom' });
    const listener = await listen('supervisor.rmto');

    // when
    await change({ requestIds: [hidden.id, open.id] });
    await listener.hears('request-changed', open.id);

    // then
    expect(JSON.stringify(listener.heard)).not.to.include(hidden.id);
  });

  it('say "read again" when more has changed than can be told', async () => {
    // given
    const listener = await listen('caseworker.rmto');

    // when
    await change({ many: true });
    await eventually(() => listener.heard.length >= 3);

    // then
    expect(listener.heard).to.deep.equal([
      { event: 'tasks-changed', data: { keys: [], many: true } },
      { event: 'request-changed', data: { ids: [], many: true } },
      { event: 'notices-changed', data: {} },
    ]);
  });

  it('are not kept or squeezed by what stands between', async () => {
    // when
    const { status, headers } = await listen('caseworker.rmto');

    // then
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.match(/^text\/event-stream/);
    expect(headers.get('cache-control')).to.include('no-transform');
    expect(headers.get('content-encoding')).to.equal(null);
  });

  it('let one person listen in eight places, not in nine', async () => {
    // given
    for (let index = 0; index < 8; index += 1) await listen('agent');

    // when
    const ninth = await listen('agent');
    const somebodyElse = await listen('caseworker.railways');

    // then
    expect(ninth.status).to.equal(429);
    expect(somebodyElse.status).to.equal(200);
  });

  it('make room again when a place is left', async () => {
    // given
    const first: Listener[] = [];
    for (let index = 0; index < 8; index += 1) first.push(await listenTo(api.url, 'agent'));
    await Promise.all(first.map((listener) => listener.stop()));

    // when
    const mine = (await aTask(database.db, { queue: 'contact-centre' })).task_key;
    let again = await listen('agent');
    while (again.status === 429) again = await listen('agent');
    await change({ taskKeys: [mine] });

    // then
    await again.hears('tasks-changed', mine);
  });

  it('end when the token ends', async () => {
    // given
    const realm = await fakeRealm();
    const node = await startApi({ database, config: { KEYCLOAK_URL: realm.url, ENGINE_RECORDS_PORT: 0 } });
    const token = realm.token({ exp: Math.floor(Date.now() / 1000) + 2 });

    // when
    const listener = await listen('', node.url, token);
    await listener.ended;
    const again = await listen('', node.url, token);
    await node.close();
    await realm.close();

    // then
    expect(listener.status).to.equal(200);
    expect(again.status).to.equal(401);
  });

  it('say shortly before that they end, so that the next one can begin', async () => {
    // given
    const realm = await fakeRealm();
    const node = await startApi({ database, config: { KEYCLOAK_URL: realm.url, ENGINE_RECORDS_PORT: 0 } });
    const now = Math.floor(Date.now() / 1000);
    const [short, long] = [realm.token({ exp: now + 4 }), realm.token({ exp: now + 60 })];

    // when
    const listener = await listen('', node.url, short);
    await eventually(() => listener.heard.some(({ event }) => event === 'ending'));
    const next = await listen('', node.url, long);
    await listener.ended;
    const many = { event: 'tasks-changed', data: { keys: [], many: true } };
    await change({ many: true });
    await eventually(() => next.heard.length > 0);
    await node.close();
    await realm.close();

    // then
    expect(listener.heard).to.deep.equal([{ event: 'ending', data: {} }]);
    expect(next.heard[0]).to.deep.equal(many);
  });

  it('end at once when the node stops', async () => {
    // given
    const node = await startApi({ database, config: { ENGINE_RECORDS_PORT: 0 } });
    const listener = await listen('caseworker.rmto', node.url);

    // when
    await Promise.all([node.close(), listener.ended]);

    // then
    expect(listener.status).to.equal(200);
  });
});
