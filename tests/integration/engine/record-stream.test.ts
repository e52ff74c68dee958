import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { rebuildProjections, replayQuarantine } from '#api/engine/rebuild-projections.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import {
  aRecordStream,
  bulkOf,
  incidentRecord,
  instanceRecord,
  keyIn,
  startedRecord,
  taskRecord,
  type WireRecord,
} from '#tests/support/fixtures/records.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

describe('The record stream', () => {
  const database = useDatabase();
  const stream = useFixture(
    () => aRecordStream(database),
    (opened) => opened.close(),
  );

  const tasks = () => database.db('tasks').orderBy('task_key');
  const positionOf = async (exporter: string, partition: number) =>
    (await database.db('engine_positions').where({ exporter, partition }).first())?.position;
  const snapshot = async () => ({
    tasks: await tasks(),
    instances: await database.db('process_instances').orderBy('instance_key'),
    incidents: await database.db('incidents').orderBy('incident_key'),
    counts: await database.db('task_counts').where('open', '<>', 0).orderBy(['queue', 'service', 'assigned']),
  });

  beforeEach(async () => {
    await database.db
      .raw(`truncate tasks, task_counts, process_instances, incidents, engine_batches, engine_positions,
      engine_quarantine, requests cascade`);
  });

  it('answers what an Elasticsearch client asks before the first bulk', async () => {
    expect(await stream.send('', { path: '/', method: 'GET' })).to.equal(200);
    expect(
      await stream.send('{}', { path: '/fast-record*/_settings?allow_no_indices=true', method: 'PUT' }),
    ).to.equal(200);
    expect(await stream.send('{}', { path: '/_index_template/fast-record_job', method: 'PUT' })).to.equal(
      200,
    );
    expect(await stream.send('', { path: '/logs/_search', method: 'GET' })).to.equal(404);
  });

  it('takes nothing from somebody without the password', async () => {
    // given
    const body = bulkOf([taskRecord('CREATED', { task: keyIn(1, 5), instance: keyIn(1, 1), position: 1 })]);
    const wrong = `Basic ${Buffer.from('zeebe:wrong').toString('base64')}`;
    // when
    const statuses = [
      await stream.send(body, { authorization: wrong }),
      await stream.send(body, { authorization: '' }),
    ];
    // then
    expect(statuses).to.deep.equal([401, 401]);
    expect(await tasks()).to.deep.equal([]);
  });

  it('refuses a body that no exporter sends', async () => {
    expect(await stream.send('not a bulk')).to.equal(400);
    expect(await stream.send('x'.repeat(17 * 1024 * 1024)).catch(() => 413)).to.equal(413);
  });

  it('projects a batch once, however often it is delivered', async () => {
    // given
    const batch = [
      taskRecord('CREATED', { task: keyIn(1, 5), instance: keyIn(1, 1), position: 11 }),
      taskRecord('ASSIGNED', { task: keyIn(1, 5), instance: keyIn(1, 1), position: 14, assignee: 'ali' }),
    ];
    await stream.deliver(...batch);
    const once = await snapshot();
    // when
    await stream.deliver(...batch);
    await Promise.all([stream.deliver(...batch), stream.deliver(...batch)]);
    // then
    expect(await snapshot()).to.deep.equal(once);
    expect(once.tasks[0]).to.deep.include({ version: 2, assignee: 'ali' });
    expect(await positionOf('fast', 1)).to.equal('14');
    expect(await database.db('engine_batches').count({ n: '*' }).first()).to.deep.equal({ n: '1' });
  });

  it('takes only what is new of a batch that overlaps with the last one', async () => {
    // given
    const of = { task: keyIn(1, 5), instance: keyIn(1, 1) };
    const created = taskRecord('CREATED', { ...of, position: 11 });
    const claimed = taskRecord('ASSIGNED', { ...of, position: 12, assignee: 'ali' });
    const done = taskRecord('COMPLETED', { ...of, position: 13, assignee: 'ali' });
    await stream.deliver(created, claimed);
    // when
    await stream.deliver(claimed, done);
    // then
    expect((await tasks())[0]).to.deep.include({ state: 'completed', version: 3 });
    const [first, second] = await database.db('engine_batches').orderBy('first_position');
    expect(first).to.deep.include({ first_position: '11', last_position: '12', records: 2 });
    expect(second).to.deep.include({ first_position: '13', last_position: '13', records: 1 });
  });

  it('keeps each partition and each exporter apart, in any order', async () => {
    // given
    const request = await aRequest(database.db);
    const records: WireRecord[] = [];
    for (const partition of [3, 1, 2]) {
      const of = { task: keyIn(partition, 50), instance: keyIn(partition, 10), partition };
      records.push(
        taskRecord('COMPLETED', { ...of, position: 30, assignee: 'ali' }),
        instanceRecord('ELEMENT_ACTIVATED', { instance: of.instance, partition, position: 5 }),
        taskRecord('CREATED', { ...of, position: 20 }),
      );
    }
    records.push(startedRecord({ request: request.id, instance: keyIn(2, 10), partition: 2, position: 10 }));
    // when
    await stream.deliver(...records);
    // then
    expect(
      (await tasks()).map(({ state, version, request_id }) => ({ state, version, request_id })),
    ).to.deep.equal([
      { state: 'completed', version: 2, request_id: null },
      { state: 'completed', version: 2, request_id: request.id },
      { state: 'completed', version: 2, request_id: null },
    ]);
    expect(await positionOf('fast', 2)).to.equal('30');
    expect(await positionOf('slow', 2)).to.equal('5');
  });

  it('puts a record that cannot be projected aside and goes on', async () => {
    // given
    const good = taskRecord('CREATED', { task: keyIn(1, 5), instance: keyIn(1, 1), position: 1 });
    const shapeless = taskRecord('CREATED', {
      task: keyIn(1, 6),
      instance: keyIn(1, 1),
      position: 2,
      elementId: 7,
    });
    const unstorable = taskRecord('CREATED', {
      task: keyIn(1, 7),
      instance: keyIn(1, 1),
      position: 3,
      elementId: 'a\0b',
    });
    const alsoGood = taskRecord('CREATED', { task: keyIn(1, 8), instance: keyIn(1, 1), position: 4 });
    // when
    await stream.deliver(good, shapeless, unstorable, alsoGood);
    // then
    expect((await tasks()).map((task) => task.task_key)).to.deep.equal([
      String(keyIn(1, 5)),
      String(keyIn(1, 8)),
    ]);
    const quarantined = await database.db('engine_quarantine').orderBy('position');
    expect(
      quarantined.map(({ position, value_type, intent }) => ({ position, value_type, intent })),
    ).to.deep.equal([
      { position: '2', value_type: 'user-task', intent: 'CREATED' },
      { position: '3', value_type: 'user-task', intent: 'CREATED' },
    ]);
    expect(await positionOf('fast', 1)).to.equal('4');
  });

  it('projects what was put aside once it can be', async () => {
    // given
    await database.db.raw(
      `alter table tasks add constraint passing check (element_id <> 'Task_Later') not valid`,
    );
    const of = { task: keyIn(1, 5), instance: keyIn(1, 1) };
    await stream.deliver(taskRecord('CREATED', { ...of, position: 1, elementId: 'Task_Later' }));
    await stream.deliver(
      taskRecord('CREATED', { task: keyIn(1, 6), instance: keyIn(1, 1), position: 2 }),
      taskRecord('CREATED', { task: keyIn(1, 7), instance: keyIn(1, 1), position: 3, elementId: 9 }),
    );
    expect(await tasks()).to.have.length(1);
    await database.db.raw('alter table tasks drop constraint passing');
    // when
    const outcome = await replayQuarantine(stream.pool);
    // then
    expect(outcome).to.deep.equal({ projected: 1, left: 1 });
    expect((await tasks())[0]).to.deep.include({ task_key: String(of.task), element_id: 'Task_Later' });
    expect(await database.db('engine_quarantine').pluck('position')).to.deep.equal(['3']);
  });

  it('does not let a replayed record undo what came after it', async () => {
    // given
    await database.db.raw(
      `alter table tasks add constraint passing check (assignee is distinct from 'ali') not valid`,
    );
    const of = { task: keyIn(1, 5), instance: keyIn(1, 1) };
    await stream.deliver(taskRecord('CREATED', { ...of, position: 1 }));
    await stream.deliver(taskRecord('ASSIGNED', { ...of, position: 2, assignee: 'ali' }));
    await stream.deliver(taskRecord('COMPLETED', { ...of, position: 3, assignee: 'sara' }));
    await database.db.raw('alter table tasks drop constraint passing');
    // when
    await replayQuarantine(stream.pool);
    // then
    expect((await tasks())[0]).to.deep.include({ state: 'completed', assignee: 'sara' });
    expect(await database.db('engine_quarantine')).to.deep.equal([]);
  });

  it('refuses records while the database does not take them, and loses none', async () => {
    // given
    const body = bulkOf([taskRecord('CREATED', { task: keyIn(1, 5), instance: keyIn(1, 1), position: 1 })]);
    await database.db.raw('alter table tasks rename to tasks_away');
    // when
    const meanwhile = await stream.send(body);
    await database.db.raw('alter table tasks_away rename to tasks');
    const afterwards = await stream.send(body);
    // then
    expect([meanwhile, afterwards]).to.deep.equal([503, 200]);
    expect(await tasks()).to.have.length(1);
    expect(await database.db('engine_quarantine')).to.deep.equal([]);
  });

  it('refuses an engine whose data was replaced, rather than mix two histories', async () => {
    // given
    const at = Date.UTC(2026, 5, 1);
    const of = { instance: keyIn(1, 1) };
    await stream.deliver(taskRecord('CREATED', { task: keyIn(1, 5), ...of, position: 900, timestamp: at }));
    // when
    const again = taskRecord('CREATED', { task: keyIn(1, 5), ...of, position: 2, timestamp: at + 3_600_000 });
    const status = await stream.send(bulkOf([again]));
    // then
    expect(status).to.equal(503);
    expect(await positionOf('fast', 1)).to.equal('900');
  });

  it('rebuilds the same read side from the kept records', async () => {
    // given
    const requests = [await aRequest(database.db), await aRequest(database.db, { priority: 'high' })];
    let position = 0;
    for (const [n, request] of requests.entries()) {
      const of = { task: keyIn(1, 500 + n), instance: keyIn(1, 100 + n) };
      const called = keyIn(1, 200 + n);
      await stream.deliver(
        instanceRecord('ELEMENT_ACTIVATED', {
          instance: called,
          parent: of.instance,
          position: (position += 1),
        }),
      );
      await stream.deliver(
        taskRecord('CREATED', { ...of, position: (position += 1) }),
        taskRecord('CREATED', { task: keyIn(1, 600 + n), instance: called, position: (position += 1) }),
      );
      await stream.deliver(
        instanceRecord('ELEMENT_ACTIVATED', { instance: of.instance, position: (position += 1) }),
        incidentRecord('CREATED', {
          incident: keyIn(1, 700 + n),
          instance: of.instance,
          position: (position += 1),
        }),
      );
      await stream.deliver(
        startedRecord({ request: request.id, instance: of.instance, position: (position += 1) }),
      );
      await stream.deliver(
        taskRecord('ASSIGNED', { ...of, position: (position += 1), assignee: 'ali' }),
        taskRecord('CREATED', {
          task: keyIn(1, 800 + n),
          instance: called,
          position: (position += 1),
          elementId: 5,
        }),
      );
    }
    await stream.deliver(
      taskRecord('COMPLETED', {
        task: keyIn(1, 500),
        instance: keyIn(1, 100),
        position: (position += 1),
        assignee: 'ali',
      }),
      instanceRecord('ELEMENT_COMPLETED', { instance: keyIn(1, 100), position: (position += 1) }),
      incidentRecord('RESOLVED', {
        incident: keyIn(1, 700),
        instance: keyIn(1, 100),
        position: (position += 1),
      }),
    );
    const before = await snapshot();
    await database.db('tasks').update({ element_id: 'wrong', assignee: null });
    await database.db('process_instances').update({ state: 'terminated', ended_at: new Date() });
    await database.db('incidents').delete();
    // when
    const outcome = await rebuildProjections(stream.pool);
    // then
    expect(outcome).to.deep.equal({ records: position, quarantined: 2 });
    expect(await snapshot()).to.deep.equal(before);
    expect(await database.db('engine_quarantine').count({ n: '*' }).first()).to.deep.equal({ n: '2' });
  });
});
