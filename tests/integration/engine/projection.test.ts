import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import {
  aRecordStream,
  createdRecord,
  incidentRecord,
  instanceRecord,
  keyIn,
  startedRecord,
  taskRecord,
} from '#tests/support/fixtures/records.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

describe('Projecting the record stream', () => {
  const database = useDatabase();
  const stream = useFixture(
    () => aRecordStream(database),
    (opened) => opened.close(),
  );

  let position = 0;
  let things = 100;

  const next = () => (position += 1);
  const aKey = (partition = 1) => keyIn(partition, (things += 10));
  const task = (key: bigint) =>
    database
      .db('tasks')
      .where({ task_key: String(key) })
      .first();
  const instance = (key: bigint) =>
    database
      .db('process_instances')
      .where({ instance_key: String(key) })
      .first();

  it('links an instance that continues another to its request, and a marked test run to nobody’s', async () => {
    // given
    const request = await aRequest(database.db);
    const [first, next_, run, started] = [aKey(), aKey(), aKey(), aKey()];
    const process = 'scratch-0123456789abcdef-citizen-request';
    const variables = { movedFrom: String(first) };
    await stream.deliver(
      startedRecord({ request: request.id, instance: first, position: next() }),
      instanceRecord('ELEMENT_ACTIVATED', { instance: first, position: next() }),
    );

    // when
    await stream.deliver(
      createdRecord({ instance: next_, process: 'citizen-request', variables, position: next() }),
      createdRecord({ instance: run, process, variables, position: next() }),
      startedRecord({ request: request.id, instance: started, process, position: next() }),
    );

    // then
    const requestOf = async (key: bigint) => (await instance(key)).request_id;
    expect([await requestOf(next_), await requestOf(run), await requestOf(started)]).to.deep.equal([
      request.id,
      null,
      null,
    ]);
    const isTestRun = async (key: bigint) => (await instance(key)).test_run;
    expect([await isTestRun(next_), await isTestRun(run), await isTestRun(started)]).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it('shows a task with the request that its instance works on', async () => {
    // given
    const request = await aRequest(database.db, { priority: 'critical' });
    const [of, key] = [aKey(), aKey()];
    // when
    await stream.deliver(
      startedRecord({ request: request.id, instance: of, position: next() }),
      taskRecord('CREATING', { task: key, instance: of, position: next() }),
      taskRecord('CREATED', { task: key, instance: of, position: next() }),
    );
    // then
    expect(await task(key)).to.deep.include({
      task_key: String(key),
      instance_key: String(of),
      request_id: request.id,
      service: 'road-safety-signs',
      priority_rank: 3,
      due_at: request.due_at,
      queue: 'rmto-tehran',
      form_key: 'citizen-request/handle',
      assignee: null,
      state: 'created',
      version: 1,
    });
  });

  it('folds several changes of a task in one bulk, and counts each in its version', async () => {
    // given
    const [of, key] = [aKey(), aKey()];
    // when
    await stream.deliver(
      taskRecord('CREATED', { task: key, instance: of, position: next() }),
      taskRecord('ASSIGNED', {
        task: key,
        instance: of,
        position: next(),
        assignee: 'maryam',
        action: 'claim:1',
      }),
    );
    await stream.deliver(
      taskRecord('COMPLETED', {
        task: key,
        instance: of,
        position: next(),
        assignee: 'maryam',
        action: 'submission-1',
      }),
    );
    // then
    const row = await task(key);
    expect(row).to.deep.include({
      state: 'completed',
      assignee: 'maryam',
      last_action: 'submission-1',
      version: 3,
    });
    expect(row.ended_at).to.be.instanceOf(Date);
  });

  it('puts a task without a group into the queue of the dispatchers', async () => {
    // given
    const key = aKey();
    // when
    await stream.deliver(
      taskRecord('CREATED', { task: key, instance: aKey(), position: next(), candidateGroupsList: [] }),
    );
    // then
    expect(await task(key)).to.deep.include({ queue: 'contact-centre', request_id: null });
  });

  it('links a task whose instance becomes known only later', async () => {
    // given
    const request = await aRequest(database.db);
    const [of, key] = [aKey(), aKey()];
    await stream.deliver(taskRecord('CREATED', { task: key, instance: of, position: next() }));
    expect(await task(key)).to.deep.include({ request_id: null, state: 'pending' });
    // when
    await stream.deliver(startedRecord({ request: request.id, instance: of, position: next() }));
    // then
    expect(await task(key)).to.deep.include({
      state: 'created',
      request_id: request.id,
      service: 'road-safety-signs',
      due_at: request.due_at,
    });
  });

  for (const order of ['caller first', 'called first'] as const)
    it(`lets a called process inherit the request of its caller, ${order}`, async () => {
      // given
      const request = await aRequest(database.db);
      const [caller, called, calledByCalled, key] = [aKey(), aKey(), aKey(), aKey()];
      const deliveries = [
        () => stream.deliver(startedRecord({ request: request.id, instance: caller, position: next() })),
        () =>
          stream.deliver(
            instanceRecord('ELEMENT_ACTIVATED', { instance: called, parent: caller, position: next() }),
            instanceRecord('ELEMENT_ACTIVATED', {
              instance: calledByCalled,
              parent: called,
              position: next(),
            }),
          ),
        () =>
          stream.deliver(taskRecord('CREATED', { task: key, instance: calledByCalled, position: next() })),
      ];
      // when
      for (const deliver of order === 'caller first' ? deliveries : deliveries.reverse()) await deliver();
      // then
      expect((await instance(calledByCalled)).request_id).to.equal(request.id);
      expect((await task(key)).request_id).to.equal(request.id);
    });

  for (const order of ['life first', 'start message first'] as const)
    it(`brings the life and the request of an instance together, ${order}`, async () => {
      // given
      const request = await aRequest(database.db);
      const of = aKey();
      const deliveries = [
        () =>
          stream.deliver(
            instanceRecord('ELEMENT_ACTIVATED', { instance: of, position: next() }),
            instanceRecord('ELEMENT_COMPLETED', { instance: of, position: next() }),
          ),
        () => stream.deliver(startedRecord({ request: request.id, instance: of, position: next() })),
      ];
      // when
      for (const deliver of order === 'life first' ? deliveries : deliveries.reverse()) await deliver();
      // then
      const row = await instance(of);
      expect(row).to.deep.include({
        state: 'completed',
        request_id: request.id,
        process_key: 'citizen-request',
        version: 1,
      });
      expect(row.started_at).to.be.instanceOf(Date);
      expect(row.ended_at).to.be.instanceOf(Date);
    });

  it('takes nothing for an instance but the process itself', async () => {
    // given
    const of = aKey();
    // when
    await stream.deliver(
      instanceRecord('ELEMENT_ACTIVATED', { instance: of, position: next(), bpmnElementType: 'USER_TASK' }),
    );
    // then
    expect(await instance(of)).to.equal(undefined);
  });

  it('keeps what stands still, and that it goes on', async () => {
    // given
    const [of, key] = [aKey(), aKey()];
    await stream.deliver(incidentRecord('CREATED', { incident: key, instance: of, position: next() }));
    const open = await database
      .db('incidents')
      .where({ incident_key: String(key) })
      .first();
    // when
    await stream.deliver(incidentRecord('RESOLVED', { incident: key, instance: of, position: next() }));
    // then
    const resolved = await database
      .db('incidents')
      .where({ incident_key: String(key) })
      .first();
    expect(open).to.deep.include({
      state: 'open',
      error_type: 'JOB_NO_RETRIES',
      element_id: 'Task_RecordRouting',
    });
    expect(resolved).to.deep.include({ state: 'resolved', created_at: open.created_at });
  });

  it('keeps keys past 2^53 to the last digit', async () => {
    // given
    const partition = 7;
    const [of, key] = [keyIn(partition, 1_000_001), keyIn(partition, 1_000_003)];
    // when
    await stream.deliver(taskRecord('CREATED', { task: key, instance: of, partition, position: 1 }));
    // then
    expect(Number.isSafeInteger(Number(key))).to.equal(false);
    expect(await task(key)).to.deep.include({
      task_key: String(key),
      instance_key: String(of),
      element_instance_key: String(key - 1n),
    });
  });

  it('counts the queues exactly', async () => {
    // given
    const group = { candidateGroupsList: ['railways'] };
    const [a, b, c] = [aKey(), aKey(), aKey()];
    const of = aKey();
    // when
    await stream.deliver(
      instanceRecord('ELEMENT_ACTIVATED', { instance: of, position: next() }),
      taskRecord('CREATED', { task: a, instance: of, position: next(), ...group }),
      taskRecord('CREATED', { task: b, instance: of, position: next(), ...group }),
      taskRecord('CREATED', { task: c, instance: of, position: next(), ...group }),
    );
    await stream.deliver(
      taskRecord('ASSIGNED', { task: a, instance: of, position: next(), assignee: 'ali', ...group }),
      taskRecord('COMPLETED', { task: b, instance: of, position: next(), ...group }),
    );
    // then
    const counts = await database
      .db('task_counts')
      .where({ queue: 'railways' })
      .where('open', '>', 0)
      .orderBy('assigned');
    expect(counts.map(({ assigned, open }) => ({ assigned, open }))).to.deep.equal([
      { assigned: false, open: 1 },
      { assigned: true, open: 1 },
    ]);
  });
});
