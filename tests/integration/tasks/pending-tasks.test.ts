import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { listenTo } from '#tests/support/event-listener.ts';
import { type ARequest, aRequest } from '#tests/support/fixtures/builders.ts';
import {
  aRecordStream,
  createdRecord,
  instanceRecord,
  keyIn,
  startedRecord,
  taskRecord,
} from '#tests/support/fixtures/records.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const PEOPLE = ['supervisor.rmto', 'caseworker.rmto-tehran', 'admin', 'manager'];
const DESK = 'supervisor.rmto';

/** The slow exporter tells who called a process after the fast one has told of its tasks. */
describe('a task of which is not known yet whose case it is', () => {
  const database = useDatabase();
  const stream = useFixture(
    () => aRecordStream(database),
    (opened) => opened.close(),
  );
  const { api, call } = useApi({ database, config: { ENGINE_RECORDS_PORT: 0 } });

  let request: ARequest;
  let things = 1_000;
  let position = 0;
  let calling: bigint;
  let called: bigint;
  let task: bigint;

  const next = () => (position += 1);
  const aKey = () => keyIn(1, (things += 10));
  const get = (as: string) => call('GET', `/api/tasks/${task}`, undefined, { as });
  const claim = (as: string) => call('POST', `/api/tasks/${task}/claim`, { expectedVersion: 1 }, { as });
  const inboxOf = async (as: string): Promise<string[]> => {
    const { body } = await call('GET', '/api/tasks?scope=my-groups', undefined, { as });
    return (body.items as { key: string }[]).map(({ key }) => key);
  };
  const tellWhoCalled = () =>
    stream.deliver(
      instanceRecord('ELEMENT_ACTIVATED', { instance: called, parent: calling, position: next() }),
    );

  beforeEach(async () => {
    request = await aRequest(database.db, { service: 'staff-complaint', confidential: true });
    [calling, called, task] = [aKey(), aKey(), aKey()];
    await stream.deliver(startedRecord({ request: request.id, instance: calling, position: next() }));
  });

  const aTaskOfTheCalled = () =>
    stream.deliver(taskRecord('CREATED', { task, instance: called, position: next() }));

  it('is there for nobody, and cannot be taken', async () => {
    // given
    const listener = await listenTo(api.url, DESK);

    // when
    await aTaskOfTheCalled();

    // then
    for (const who of PEOPLE) {
      expect((await get(who)).status, who).to.equal(404);
      expect((await claim(who)).status, who).to.be.oneOf([403, 404]);
      expect(await inboxOf(who), who).not.to.include(`${task}`);
    }
    const counted = await database
      .db('task_counts')
      .where({ queue: 'rmto-tehran' })
      .sum('open as open')
      .first();
    expect(Number(counted?.open ?? 0)).to.equal(0);
    const open = await aRequest(database.db, {});
    const [instance, later] = [aKey(), aKey()];
    await stream.deliver(
      startedRecord({ request: open.id, instance, position: next() }),
      taskRecord('CREATED', { task: later, instance, position: next() }),
    );
    await listener.hears('tasks-changed', `${later}`);
    expect(JSON.stringify(listener.heard)).not.to.include(`${task}`);
    await listener.stop();
  });

  it('is that of its case once that is known', async () => {
    // given
    await aTaskOfTheCalled();

    // when
    await tellWhoCalled();

    // then
    expect((await get(DESK)).status).to.equal(404);
    expect(await inboxOf(DESK)).not.to.include(`${task}`);
    expect(
      await database
        .db('tasks')
        .where({ task_key: `${task}` })
        .first(),
    ).to.deep.include({
      state: 'created',
      request_id: request.id,
      service: 'staff-complaint',
    });
  });

  it('is shown, and told to those who see it, once its open case is known', async () => {
    // given
    await database
      .db('requests')
      .where({ id: request.id })
      .update({ service: 'road-damage', confidential: false });
    const listener = await listenTo(api.url, DESK);
    await aTaskOfTheCalled();

    // when
    await tellWhoCalled();

    // then
    await listener.hears('tasks-changed', `${task}`);
    await listener.stop();
    expect((await get(DESK)).body.request.id).to.equal(request.id);
    expect(await inboxOf(DESK)).to.include(`${task}`);
  });

  it('waits for what it continues, too', async () => {
    // given
    await aTaskOfTheCalled();
    expect((await get(DESK)).status).to.equal(404);

    // when
    const variables = { movedFrom: `${calling}` };
    await stream.deliver(
      createdRecord({ instance: called, process: 'citizen-request', variables, position: next() }),
    );
    await stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance: called, position: next() }));

    // then
    expect((await get(DESK)).status).to.equal(404);
    const { state, request_id: linked } = await database
      .db('tasks')
      .where({ task_key: `${task}` })
      .first();
    expect([state, linked]).to.deep.equal(['created', request.id]);
  });

  it('is shown without a case where it is known that it has none', async () => {
    // given
    await aTaskOfTheCalled();

    // when
    await stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance: called, position: next() }));

    // then
    const { status, body } = await get(DESK);
    expect(status).to.equal(200);
    expect(body.request).to.equal(null);
  });
});
