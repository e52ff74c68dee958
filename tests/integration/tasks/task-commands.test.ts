import { expect } from 'chai';
import { before, beforeEach, describe, it } from 'mocha';
import { fakeUserTaskApi } from '#tests/support/fakes/fake-user-task-api.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const OF_TEHRAN = 'caseworker.rmto-tehran';
const OF_RMTO = 'caseworker.rmto';
const OVER_RMTO = 'supervisor.rmto';

describe('claiming, giving back and assigning tasks', () => {
  const database = useDatabase();
  const peer = useFixture(
    () => fakeUserTaskApi(database.db),
    (api) => api.close(),
  );
  const { call } = useApi({ database, config: () => ({ ZEEBE_REST_URL: peer.url }) });

  before(async () => {
    for (const person of [OF_TEHRAN, OF_RMTO, OVER_RMTO])
      await call('GET', '/api/me', undefined, { as: person });
  });

  beforeEach(() => peer.behave('carry-out'));

  const aFreeTask = async (given: Record<string, unknown> = {}) =>
    (await aTask(database.db, { queue: 'rmto-tehran', service: 'road-damage', ...given })).task_key;

  const post = (as: string, key: string, command: string, body: object = { expectedVersion: 1 }) =>
    call('POST', `/api/tasks/${key}/${command}`, body, { as });

  it('shows the task as held to who has claimed it, at once', async () => {
    // given
    const key = await aFreeTask();

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'claim');

    // then
    expect(status).to.equal(200);
    expect(body.pending).to.equal(false);
    expect(body.task.assignee).to.equal(OF_TEHRAN);
  });

  it('lets one of two through who claim at the same moment', async () => {
    // given
    const key = await aFreeTask();

    // when
    const answers = await Promise.all([post(OF_TEHRAN, key, 'claim'), post(OVER_RMTO, key, 'claim')]);

    // then
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).to.deep.equal([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('task-taken');
    expect(peer.done.filter(({ taskKey }) => taskKey === key)).to.have.length(1);
  });

  it('answers a claim that is sent twice as it did first', async () => {
    // given
    const key = await aFreeTask();
    await post(OF_TEHRAN, key, 'claim');

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'claim');

    // then
    expect(status).to.equal(200);
    expect(body.task.assignee).to.equal(OF_TEHRAN);
  });

  it('refuses a claim that rests on an old version, and says which holds', async () => {
    // given
    const key = await aFreeTask({ version: 4 });

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'claim', { expectedVersion: 3 });

    // then
    expect(status).to.equal(409);
    expect(body).to.include({ code: 'version-conflict', version: 4 });
  });

  it("does not know another department's task", async () => {
    // given
    const key = await aFreeTask({ queue: 'railways', service: 'rail-service' });

    // when
    const read = await call('GET', `/api/tasks/${key}`, undefined, { as: OF_TEHRAN });
    const claimed = await post(OF_TEHRAN, key, 'claim');

    // then
    expect([read.status, read.body.code]).to.deep.equal([404, 'task-not-found']);
    expect([claimed.status, claimed.body.code]).to.deep.equal([404, 'task-not-found']);
    expect(peer.done.filter(({ taskKey }) => taskKey === key)).to.be.empty;
  });

  it('lets a caseworker look at the tasks of the departments below, but not work on them', async () => {
    // given
    const key = await aFreeTask();

    // when
    const read = await call('GET', `/api/tasks/${key}`, undefined, { as: OF_RMTO });
    const claimed = await post(OF_RMTO, key, 'claim');

    // then
    expect(read.status).to.equal(200);
    expect([claimed.status, claimed.body.code]).to.deep.equal([403, 'not-allowed']);
  });

  it('keeps the tasks of a confidential service from everybody outside their queue', async () => {
    // given
    const key = await aFreeTask({ service: 'staff-complaint' });

    // when
    const fromAbove = await call('GET', `/api/tasks/${key}`, undefined, { as: OVER_RMTO });
    const inQueue = await call('GET', `/api/tasks/${key}`, undefined, { as: OF_TEHRAN });

    // then
    expect(fromAbove.status).to.equal(404);
    expect(inQueue.status).to.equal(200);
  });

  it('gives a task back to its queue', async () => {
    // given
    const key = await aFreeTask({ assignee: OF_TEHRAN });

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'unclaim');

    // then
    expect(status).to.equal(200);
    expect(body.task.assignee).to.equal(null);
  });

  it('lets a supervisor give a task to somebody who works for its queue, over the head of its holder', async () => {
    // given
    const key = await aFreeTask({ assignee: 'somebody.else' });

    // when
    const { status, body } = await post(OVER_RMTO, key, 'assign', {
      assignee: OF_TEHRAN,
      expectedVersion: 1,
    });

    // then
    expect(status).to.equal(200);
    expect(body.task.assignee).to.equal(OF_TEHRAN);
  });

  for (const [who, assignee] of [
    ['a person who works elsewhere', OF_RMTO],
    ['somebody nobody knows', 'nobody.at-all'],
  ] as const) {
    it(`does not assign to ${who}`, async () => {
      // given
      const key = await aFreeTask();

      // when
      const { status, body } = await post(OVER_RMTO, key, 'assign', { assignee, expectedVersion: 1 });

      // then
      expect([status, body.code]).to.deep.equal([422, 'assignee-not-eligible']);
    });
  }

  it('leaves assigning to supervisors', async () => {
    // given
    const key = await aFreeTask();

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'assign', {
      assignee: OF_TEHRAN,
      expectedVersion: 1,
    });

    // then
    expect([status, body.code]).to.deep.equal([403, 'not-allowed']);
  });

  it('lists who can be given the tasks of a department: its members and the supervisors above', async () => {
    // when
    const { body } = await call('GET', '/api/departments/rmto-tehran/staff', undefined, { as: OVER_RMTO });

    // then
    expect(body.items.map(({ username }: { username: string }) => username)).to.have.members([
      OF_TEHRAN,
      OVER_RMTO,
    ]);
  });

  it('says that the engine is away and when to try again', async () => {
    // given
    const key = await aFreeTask();
    peer.behave('refuse');

    // when
    const { status, body, headers } = await post(OF_TEHRAN, key, 'claim');

    // then
    expect([status, body.code]).to.deep.equal([503, 'engine-unavailable']);
    expect(Number(headers.get('retry-after'))).to.be.greaterThan(0);
  });

  it('says that a command is taken but not shown yet', async () => {
    // given
    const key = await aFreeTask();
    peer.behave('late-record');

    // when
    const { status, body } = await post(OF_TEHRAN, key, 'claim');
    await peer.release();

    // then
    expect(status).to.equal(200);
    expect(body.pending).to.equal(true);
    expect(body.task.assignee).to.equal(null);
  });

  it('shows with a task what its request is about', async () => {
    // given
    const request = await aRequest(database.db, { department: 'rmto-tehran' });
    const key = (await aTask(database.db, { request })).task_key;

    // when
    const { body } = await call('GET', `/api/tasks/${key}`, undefined, { as: OF_TEHRAN });

    // then
    expect(body.request).to.include({
      id: request.id,
      trackingCode: request.tracking_code,
      service: 'road-safety-signs',
    });
    expect(body.formKey).to.equal('citizen-request/handle');
  });

  it('tells in the history of the request who took, gave and gave back its task', async () => {
    // given
    const request = await aRequest(database.db, { department: 'rmto-tehran' });
    const key = (await aTask(database.db, { request })).task_key;

    // when
    await post(OF_TEHRAN, key, 'claim', { expectedVersion: 1 });
    await post(OF_TEHRAN, key, 'unclaim', { expectedVersion: 2 });
    await post(OVER_RMTO, key, 'assign', { assignee: OF_TEHRAN, expectedVersion: 3 });

    // then
    const path = `/api/requests/${request.id}/timeline`;
    const { body } = await call('GET', path, undefined, { as: OF_TEHRAN });
    const told = body.map(({ kind, actor }: { kind: string; actor: string }) => `${kind} ${actor}`);
    expect(told).to.deep.equal([`claimed ${OF_TEHRAN}`, `unclaimed ${OF_TEHRAN}`, `assigned ${OVER_RMTO}`]);
  });
});
