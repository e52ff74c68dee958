import { expect } from 'chai';
import { describe, it } from 'mocha';
import { rebuildProjections } from '#api/engine/rebuild-projections.ts';
import { deleteInstanceDetails } from '#api/engine/retention.ts';
import { isFree, untilSomebodyWaits } from '#tests/support/checks/locks.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import {
  aRecordStream,
  elementRecord,
  incidentRecord,
  instanceRecord,
  jobRecord,
  keyIn,
  startedRecord,
  subscriptionRecord,
  taskRecord,
  timerRecord,
  variableRecord,
} from '#tests/support/fixtures/records.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const TABLES = ['element_instances', 'flows_taken', 'instance_variables', 'jobs', 'awaited', 'incidents'];

describe('Projecting how instances go', () => {
  const database = useDatabase();
  const stream = useFixture(
    () => aRecordStream(database),
    (opened) => opened.close(),
  );

  let position = 0;
  let things = 100;

  const next = () => (position += 1);
  const aKey = (partition = 1) => keyIn(partition, (things += 10));
  const rows = (table: string, instance: bigint) =>
    database
      .db(table)
      .where({ instance_key: String(instance) })
      .orderByRaw('1')
      .select();
  const one = async (table: string, instance: bigint) => (await rows(table, instance))[0];

  it('keeps where an instance stands and where it was', async () => {
    // given
    const [instance, done, standing] = [aKey(), aKey(), aKey()];
    // when
    await stream.deliver(
      elementRecord('ELEMENT_ACTIVATING', {
        key: done,
        instance,
        position: next(),
        flowScopeKey: instance,
        elementId: 'Task_RouteRequest',
        bpmnElementType: 'BUSINESS_RULE_TASK',
      }),
      elementRecord('ELEMENT_ACTIVATED', {
        key: done,
        instance,
        position: next(),
        elementId: 'Task_RouteRequest',
      }),
      elementRecord('ELEMENT_COMPLETED', {
        key: done,
        instance,
        position: next(),
        elementId: 'Task_RouteRequest',
        bpmnElementType: 'BUSINESS_RULE_TASK',
      }),
      elementRecord('ELEMENT_ACTIVATING', { key: standing, instance, position: next() }),
    );
    // then
    const found = await rows('element_instances', instance);
    expect(found.map(({ element_id, type, state }) => [element_id, type, state])).to.deep.equal([
      ['Task_RouteRequest', 'BUSINESS_RULE_TASK', 'completed'],
      ['Task_HandleRequest', 'USER_TASK', 'active'],
    ]);
    expect(found[0].ended_at.getTime() - found[0].started_at.getTime()).to.equal(10);
    expect(found[1].ended_at).to.equal(null);
  });

  it('counts how often a flow was taken, and no record twice', async () => {
    // given
    const instance = aKey();
    const flow = () =>
      elementRecord('SEQUENCE_FLOW_TAKEN', {
        key: aKey(),
        instance,
        position: next(),
        elementId: 'Flow_Again',
        bpmnElementType: 'SEQUENCE_FLOW',
      });
    const [first, second, third] = [flow(), flow(), flow()];
    // when
    await stream.deliver(first, second);
    await stream.deliver(third);
    await stream.deliver(third);
    // then
    expect(await one('flows_taken', instance)).to.include({ flow_id: 'Flow_Again', times: 3 });
  });

  it('keeps what a variable was before, within a bulk and across bulks', async () => {
    // given
    const [instance, key] = [aKey(), aKey()];
    const change = (intent: string, value: string) =>
      variableRecord(intent, { key, instance, position: next(), scopeKey: instance, value });
    // when
    await stream.deliver(change('CREATED', '"rmto"'), change('UPDATED', '"rmto-tehran"'));
    await stream.deliver(change('UPDATED', '"rmto-fars"'), change('UPDATED', '"rmto-yazd"'));
    // then
    const variable = await one('instance_variables', instance);
    expect(variable).to.deep.include({ name: 'department', value: '"rmto-yazd"', changes: 4, cut: false });
    expect(variable.history.map(({ value }: { value: string }) => value)).to.deep.equal([
      '"rmto"',
      '"rmto-tehran"',
      '"rmto-fars"',
    ]);
  });

  it('cuts long values and keeps the last twenty changes', async () => {
    // given
    const [instance, key] = [aKey(), aKey()];
    const values = [...Array.from({ length: 25 }, (_, n) => String(n)), JSON.stringify('x'.repeat(5_000))];
    // when
    for (const [n, value] of values.entries())
      await stream.deliver(
        variableRecord(n === 0 ? 'CREATED' : 'UPDATED', { key, instance, position: next(), value }),
      );
    // then
    const variable = await one('instance_variables', instance);
    expect(variable).to.include({ cut: true, changes: 26 });
    expect(variable.value).to.have.length(2_000);
    expect(variable.history.map(({ value }: { value: string }) => value)).to.deep.equal(
      Array.from({ length: 20 }, (_, n) => String(n + 5)),
    );
  });

  it('keeps how a job went', async () => {
    // given
    const [instance, key] = [aKey(), aKey()];
    // when
    await stream.deliver(
      jobRecord('CREATED', { key, instance, position: next() }),
      jobRecord('FAILED', {
        key,
        instance,
        position: next(),
        retries: 2,
        worker: 'api-1',
        errorMessage: 'Error',
      }),
    );
    await stream.deliver(jobRecord('COMPLETED', { key, instance, position: next(), retries: 2 }));
    // then
    expect(await one('jobs', instance)).to.deep.include({
      type: 'shared.record-routing',
      state: 'completed',
      retries: 2,
      worker: 'api-1',
      error_message: 'Error',
    });
  });

  it('keeps which timers and messages an instance waits for', async () => {
    // given
    const instance = aKey();
    const [timer, message, again] = [aKey(), aKey(), aKey()];
    // when
    await stream.deliver(
      timerRecord('CREATED', { key: timer, instance, position: next() }),
      subscriptionRecord('CREATING', { key: message, instance, position: next() }),
      subscriptionRecord('CREATED', { key: message, instance, position: next() }),
      subscriptionRecord('CREATED', {
        key: again,
        instance,
        position: next(),
        messageName: 'sla-step',
        interrupting: false,
      }),
    );
    await stream.deliver(
      timerRecord('CANCELED', { key: timer, instance, position: next() }),
      subscriptionRecord('CORRELATED', { key: message, instance, position: next() }),
      subscriptionRecord('CORRELATED', {
        key: again,
        instance,
        position: next(),
        messageName: 'sla-step',
        interrupting: false,
      }),
      subscriptionRecord('CORRELATED', {
        key: again,
        instance,
        position: next(),
        messageName: 'sla-step',
        interrupting: false,
      }),
    );
    // then
    const found = await rows('awaited', instance);
    expect(
      found.map(({ kind, message_name, state, happened, ended_at }) => [
        kind,
        message_name,
        state,
        happened,
        ended_at !== null,
      ]),
    ).to.deep.equal([
      ['timer', null, 'canceled', 0, true],
      ['message', 'withdrawal', 'happened', 1, true],
      ['message', 'sla-step', 'happened', 2, false],
    ]);
    expect(found[0].due_at).to.deep.equal(new Date(Date.UTC(2026, 0, 20)));
  });

  it('leaves out timers that belong to no instance', async () => {
    // given
    const key = aKey();
    // when
    await stream.deliver(timerRecord('CREATED', { key, instance: -1n, position: next() }));
    // then
    expect(await database.db('awaited').where({ awaited_key: String(key) })).to.deep.equal([]);
  });

  it('marks an instance while it has an incident', async () => {
    // given
    const [instance, incident] = [aKey(), aKey()];
    await stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance, position: next() }));
    // when
    await stream.deliver(incidentRecord('CREATED', { incident, instance, position: next() }));
    // then
    expect(await one('process_instances', instance)).to.include({ incident: true });
    expect(await one('incidents', instance)).to.include({
      element_key: String(instance + 1n),
      job_key: String(instance + 2n),
    });
    // when
    await stream.deliver(incidentRecord('RESOLVED', { incident, instance, position: next() }));
    // then
    expect(await one('process_instances', instance)).to.include({ incident: false });
  });

  for (const order of ['request first', 'life first'] as const)
    it(`knows service and department of an instance and follows a transfer, ${order}`, async () => {
      // given
      const request = await aRequest(database.db);
      const instance = aKey();
      const deliveries = [
        () => stream.deliver(startedRecord({ request: request.id, instance, position: next() })),
        () => stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance, position: next() })),
      ];
      for (const deliver of order === 'request first' ? deliveries : deliveries.reverse()) await deliver();
      expect(await one('process_instances', instance)).to.include({
        service: 'road-safety-signs',
        department: 'rmto',
      });
      // when
      await database.db('requests').where({ id: request.id }).update({ department: 'rmto-tehran' });
      // then
      expect(await one('process_instances', instance)).to.include({ department: 'rmto-tehran' });
    });

  it('takes the start message while somebody holds the request, and knows what that changed once the instance has begun', async () => {
    // given
    const request = await aRequest(database.db);
    const instance = aKey();
    // when
    await database.db.transaction(async (tx) => {
      await tx('requests').where({ id: request.id }).update({ department: 'rmto-tehran' });
      await stream.deliver(startedRecord({ request: request.id, instance, position: next() }));
    });
    await stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance, position: next() }));
    // then
    expect(await one('process_instances', instance)).to.include({
      request_id: request.id,
      department: 'rmto-tehran',
    });
  });

  it('holds up nobody who changes a request whose instance is just being written', async () => {
    // given
    const request = await aRequest(database.db);
    const instance = aKey();
    await stream.deliver(startedRecord({ request: request.id, instance, position: next() }));
    await database.db.transaction(async (writing) => {
      await writing('process_instances')
        .where({ instance_key: String(instance) })
        .forUpdate()
        .first();
      // when
      await database.db.transaction(async (changing) => {
        await changing.raw(`set local lock_timeout = '1s'`);
        await changing('requests').where({ id: request.id }).update({ department: 'rmto-tehran' });
      });
    });
    await stream.deliver(instanceRecord('ELEMENT_ACTIVATED', { instance, position: next() }));
    // then
    expect(await one('process_instances', instance)).to.include({ department: 'rmto-tehran' });
  });

  it('takes the requests of several instances in the order of their ids, as whoever takes their steps does', async () => {
    // given
    const [first, second] = [(await aRequest(database.db)).id, (await aRequest(database.db)).id].sort() as [
      string,
      string,
    ];
    const begun = [second, first].map((request) => ({ request, instance: aKey() }));
    for (const one of begun) await stream.deliver(startedRecord({ ...one, position: next() }));
    let delivered: Promise<unknown> | undefined;
    await database.db.transaction(async (tx) => {
      await tx('requests').where({ id: first }).forUpdate().first();
      // when
      delivered = stream.deliver(
        ...begun.map(({ instance }) => instanceRecord('ELEMENT_ACTIVATED', { instance, position: next() })),
      );
      await untilSomebodyWaits(database.db);
      // then
      expect(await isFree(database.db, second)).to.equal(true);
    });
    await delivered;
  });

  it('shows the tasks of a test run at no desk', async () => {
    // given
    const [instance, task] = [aKey(), aKey()];
    // when
    await stream.deliver(
      taskRecord('CREATED', {
        task,
        instance,
        position: next(),
        bpmnProcessId: 'scratch-0123456789abcdef-road-defect',
      }),
    );
    // then
    expect(await one('tasks', instance)).to.equal(undefined);
    expect(await one('test_run_tasks', instance)).to.include({ state: 'created' });
  });

  it('has the same rows after a rebuild', async () => {
    // given
    const all = async () => {
      const found: Record<string, unknown[]> = {};
      for (const table of TABLES) found[table] = await database.db(table).orderByRaw('1, 2');
      return found;
    };
    const before = await all();
    expect(before.element_instances).to.not.deep.equal([]);
    // when
    const { quarantined } = await rebuildProjections(stream.pool);
    // then
    expect(quarantined).to.equal(0);
    expect(await all()).to.deep.equal(before);
  });

  it('forgets how an instance went half a year after its end, and a test run after a week', async () => {
    // given
    const [old, young, test] = [aKey(), aKey(), aKey()];
    const days = (n: number) => new Date(Date.now() - n * 86_400_000);
    for (const [instance, endedAt, processKey] of [
      [old, days(181), 'citizen-request'],
      [young, days(179), 'citizen-request'],
      [test, days(8), 'scratch-0123456789abcdef-road-defect'],
    ] as const) {
      await stream.deliver(
        instanceRecord('ELEMENT_ACTIVATED', { instance, position: next(), bpmnProcessId: processKey }),
        elementRecord('ELEMENT_ACTIVATED', { key: aKey(), instance, position: next() }),
        variableRecord('CREATED', { key: aKey(), instance, position: next() }),
      );
      await database
        .db('process_instances')
        .where({ instance_key: String(instance) })
        .update({ state: 'completed', ended_at: endedAt });
    }
    // when
    await deleteInstanceDetails(stream.pool);
    // then
    const left = async (instance: bigint) => [
      (await rows('process_instances', instance)).length,
      (await rows('element_instances', instance)).length,
      (await rows('instance_variables', instance)).length,
    ];
    expect(await left(old)).to.deep.equal([1, 0, 0]);
    expect(await left(young)).to.deep.equal([1, 1, 1]);
    expect(await left(test)).to.deep.equal([0, 0, 0]);
  });
});
