import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { auditLog } from '#api/modules/audit/index.ts';
import { slaModule } from '#api/modules/sla/index.ts';
import { openLog } from '#api/platform/log.ts';
import type { SlaClockView } from '#common/contract/index.ts';
import { type ARequest, aRequest, aTask, someKey } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { anSlaFixture, type SlaFixture } from './sla-fixture.ts';

describe('the clock of a stage', () => {
  const database = useDatabase();
  let harness: SlaFixture;
  let requestId: string;

  beforeEach(async () => {
    harness = anSlaFixture(database);
    requestId = await harness.file();
  });

  const openTask = async (given: object = {}): Promise<string> => {
    const request = (await database.db('requests').where({ id: requestId }).first()) as ARequest;
    return (await aTask(database.db, { request, created_at: harness.clock.now(), ...given })).task_key;
  };
  const change = (taskKey: string, columns: object) =>
    database.db('tasks').where({ task_key: taskKey }).update(columns);
  const stages = async (): Promise<SlaClockView[]> =>
    (await harness.read(requestId)).clocks.filter(({ target }) => target === 'stage');

  it('begins with its task, though the tick comes later, and once', async () => {
    // given
    const taskKey = await openTask();
    harness.at('2026-11-21T07:00:00Z');
    // when
    await Promise.all([harness.sla.clockSweeper.sweep(), harness.sla.clockSweeper.sweep()]);
    await harness.sla.clockSweeper.sweep();
    // then: 14 working hours, of which 5 are left on Saturday
    const [stage, ...more] = await stages();
    expect(more).to.deep.equal([]);
    expect(stage).to.include({
      taskKey,
      startedAt: '2026-11-21T06:00:00.000Z',
      dueAt: '2026-11-23T06:00:00.000Z',
    });
  });

  /** Version 3 of a process, and an open task of it. */
  async function drawnTask({
    hours,
    known,
    process_key = `process-${hours}`,
  }: {
    hours: number;
    known: object;
    process_key?: string;
  }) {
    const instance_key = someKey();
    await database
      .db('process_instances')
      .insert({ instance_key, request_id: requestId, process_key, state: 'active', ...known });
    await database.db('process_elements').insert({
      process_key,
      version: 3,
      element_id: 'Task_Inspect',
      type: 'bpmn:UserTask',
      stage_hours: hours,
    });
    return openTask({ instance_key, process_key, element_id: 'Task_Inspect' });
  }
  const define = (definition_key: string, process_key: string) =>
    database
      .db('process_definitions')
      .insert({ definition_key, process_key, version: 3, resource_name: `${process_key}.bpmn` });

  it('has the hours that the diagram gives the stage', async () => {
    // given
    await drawnTask({ hours: 3, known: { version: 3 } });
    // when
    await harness.sla.clockSweeper.sweep();
    // then
    expect((await stages())[0]).to.include({ amount: 3, unit: 'hours', dueAt: '2026-11-21T09:00:00.000Z' });
  });

  it('has them also while the start message alone tells of the instance', async () => {
    // given
    const definition_key = someKey();
    await define(definition_key, 'process-4');
    await drawnTask({ hours: 4, known: { definition_key } });
    // when
    await harness.sla.clockSweeper.sweep();
    // then
    expect((await stages())[0]).to.include({ amount: 4 });
  });

  it('waits a minute for a version that is not known yet', async () => {
    // given
    const definition_key = someKey();
    await drawnTask({ hours: 5, known: { definition_key } });
    await drawnTask({ hours: 6, known: { definition_key: someKey() } });
    await harness.sla.clockSweeper.sweep();
    const before = await stages();
    // when
    await define(definition_key, 'process-5');
    await harness.sla.clockSweeper.sweep();
    const then = await stages();
    harness.at('2026-11-21T06:01:01Z');
    await harness.sla.clockSweeper.sweep();
    // then
    expect(before).to.deep.equal([]);
    expect(then.map(({ amount }) => amount)).to.deep.equal([5]);
    expect((await stages()).map(({ amount }) => amount)).to.deep.equal([5, 14]);
  });

  it('has the hours of the policy where those of the diagram cannot be meant', async () => {
    // given
    await drawnTask({ hours: 1e15, known: { version: 3 } });
    // when
    await harness.sla.clockSweeper.sweep();
    // then
    expect((await stages())[0]).to.include({ amount: 14 });
  });

  it('begins though that of another task cannot be computed', async () => {
    // given
    const { rows } = await database.db.raw(
      `insert into sla_policies (service, priority, version, valid_from, targets, pause, ladder)
       select 'road-safety-signs', 'high', 1, valid_from, '{"stage": {"hours": 1e15}}', pause, ladder
         from sla_policies where service is null and priority = 'high'
       returning id`,
    );
    const absurd = await aRequest(database.db, { priority: 'high' });
    const broken = await aTask(database.db, {
      request: absurd,
      created_at: new Date('2026-11-21T05:00:00Z'),
    });
    const lines: string[] = [];
    const log = openLog('error', { write: (line) => lines.push(line) });
    const { clockSweeper } = slaModule({
      db: database.db,
      lookupDb: database.db,
      clock: harness.clock,
      log,
      audit: auditLog({ db: database.db, clock: harness.clock }),
    });
    const taskKey = await openTask();
    // when
    await clockSweeper.sweep();
    await clockSweeper.sweep();
    // then
    expect((await stages()).map((stage) => stage.taskKey)).to.deep.equal([taskKey]);
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).to.deep.equal([broken.task_key]);
    // and when
    await database
      .db('sla_policies')
      .where({ id: rows[0].id })
      .update({ targets: '{"stage": {"hours": 7}}' });
    harness = anSlaFixture(database);
    await harness.sla.clockSweeper.sweep();
    // then
    expect((await harness.read(absurd.id)).clocks.map(({ amount }) => amount)).to.deep.equal([7]);
  });

  it('is met when the task is done, and stops when the task is taken back', async () => {
    // given
    const done = await openTask();
    const gone = await openTask();
    await harness.sla.clockSweeper.sweep();
    const ended_at = harness.at('2026-11-21T08:00:00Z');
    await change(done, { state: 'completed', ended_at });
    await change(gone, { state: 'canceled', ended_at });
    // when
    harness.at('2026-11-22T08:00:00Z');
    await harness.sla.clockSweeper.sweep();
    // then
    const found = new Map((await stages()).map((stage) => [stage.taskKey, stage]));
    expect(found.get(done)).to.include({ state: 'met', metAt: '2026-11-21T08:00:00.000Z', netMinutes: 120 });
    expect(found.get(gone)).to.include({ state: 'stopped', stopReason: 'canceled' });
  });

  it('is met though that of another task cannot be computed, which is looked at again later', async () => {
    // given
    const broken = await openTask();
    const taskKey = await openTask();
    await harness.sla.clockSweeper.sweep();
    const its = database.db('sla_clocks').where({ task_key: broken });
    const [row] = await its.clone().select('segments');
    const lost = row?.segments.map((segment: object) => ({ ...segment, calendarVersion: 99 }));
    await its.clone().update({ segments: JSON.stringify(lost) });
    await change(broken, { state: 'completed', ended_at: harness.at('2026-11-21T08:00:00Z') });
    await change(taskKey, { state: 'completed', ended_at: harness.at('2026-11-21T08:01:00Z') });
    const stateOf = async (task_key: string) =>
      (await database.db('sla_clocks').where({ task_key }).first('state'))?.state as string;
    // when
    await harness.sla.clockSweeper.sweep();
    const then = [await stateOf(broken), await stateOf(taskKey)];
    await its.clone().update({ segments: JSON.stringify(row?.segments) });
    harness.at('2026-11-21T08:11:00Z');
    await harness.sla.clockSweeper.sweep();
    // then
    expect(then).to.deep.equal(['running', 'met']);
    expect(await stateOf(broken)).to.equal('met');
  });

  it('begins anew when the task moves to another department; the time of the case does not', async () => {
    // given
    const taskKey = await openTask();
    await harness.sla.clockSweeper.sweep();
    const before = await harness.readClock(requestId);
    // when
    harness.at('2026-11-22T06:00:00Z');
    await change(taskKey, { queue: 'railways', candidate_groups: ['railways'] });
    await harness.sla.clockSweeper.sweep();
    // then
    const [first, second] = await stages();
    expect(first).to.include({ state: 'stopped', stopReason: 'reassigned', round: 1 });
    expect(second).to.include({ state: 'running', round: 2, startedAt: '2026-11-22T06:00:00.000Z' });
    const after = await harness.readClock(requestId);
    expect([after.startedAt, after.dueAt]).to.deep.equal([before.startedAt, before.dueAt]);
  });

  it('is left for later, and loses nothing, while somebody holds it', async () => {
    // given
    const taskKey = await openTask();
    await harness.sla.clockSweeper.sweep();
    await change(taskKey, { state: 'completed', ended_at: harness.at('2026-11-21T08:00:00Z') });
    // when
    await harness.act(async (_clocks, tx) => {
      await tx('sla_clocks').where({ request_id: requestId }).forUpdate();
      await harness.sla.clockSweeper.sweep();
    });
    const meanwhile = (await stages())[0];
    await harness.sla.clockSweeper.sweep();
    // then
    expect(meanwhile).to.include({ state: 'running' });
    expect((await stages())[0]).to.include({ state: 'met' });
  });
});
