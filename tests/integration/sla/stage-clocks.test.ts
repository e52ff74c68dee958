import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { SlaClockView } from '../../../api/contract/index.ts';
import { aTask, someKey, type ARequest } from '../../support/builders.ts';
import { aDatabase, type TestDatabase } from '../../support/database.ts';
import { anSlaOffice, type SlaOffice } from './support.ts';

describe('the clock of a stage', () => {
  let database: TestDatabase;
  let office: SlaOffice;
  let requestId: string;

  before(async () => {
    database = await aDatabase();
  });

  after(() => database.drop());

  beforeEach(async () => {
    office = anSlaOffice(database);
    requestId = await office.file();
  });

  const openTask = async (given: object = {}): Promise<string> => {
    const request = (await database.db('requests').where({ id: requestId }).first()) as ARequest;
    return (await aTask(database.db, { request, created_at: office.clock.now(), ...given })).task_key;
  };
  const change = (taskKey: string, columns: object) =>
    database.db('tasks').where({ task_key: taskKey }).update(columns);
  const stages = async (): Promise<SlaClockView[]> =>
    (await office.read(requestId)).clocks.filter(({ target }) => target === 'stage');

  it('begins with its task, though the tick comes later, and once', async () => {
    // given
    const taskKey = await openTask();
    office.at('2026-11-21T07:00:00Z');
    // when
    await Promise.all([office.sla.keeper.round(), office.sla.keeper.round()]);
    await office.sla.keeper.round();
    // then: 14 working hours, of which 5 are left on Saturday
    const [stage, ...more] = await stages();
    expect(more).to.deep.equal([]);
    expect(stage).to.include({
      taskKey,
      startedAt: '2026-11-21T06:00:00.000Z',
      dueAt: '2026-11-23T06:00:00.000Z',
    });
  });

  it('has the hours that the diagram gives the stage', async () => {
    // given
    const instance = someKey();
    await database.db('process_instances').insert({
      instance_key: instance,
      request_id: requestId,
      process_key: 'some-process',
      version: 3,
      state: 'active',
    });
    await database.db('process_elements').insert({
      process_key: 'some-process',
      version: 3,
      element_id: 'Task_Inspect',
      type: 'bpmn:UserTask',
      stage_hours: 3,
    });
    await openTask({ instance_key: instance, process_key: 'some-process', element_id: 'Task_Inspect' });
    // when
    await office.sla.keeper.round();
    // then
    expect((await stages())[0]).to.include({ amount: 3, unit: 'hours', dueAt: '2026-11-21T09:00:00.000Z' });
  });

  it('is met when the task is done, and stops when the task is taken back', async () => {
    // given
    const done = await openTask();
    const gone = await openTask();
    await office.sla.keeper.round();
    const ended_at = office.at('2026-11-21T08:00:00Z');
    await change(done, { state: 'completed', ended_at });
    await change(gone, { state: 'canceled', ended_at });
    // when
    office.at('2026-11-22T08:00:00Z');
    await office.sla.keeper.round();
    // then
    const found = new Map((await stages()).map((stage) => [stage.taskKey, stage]));
    expect(found.get(done)).to.include({ state: 'met', metAt: '2026-11-21T08:00:00.000Z', netMinutes: 120 });
    expect(found.get(gone)).to.include({ state: 'stopped', stopReason: 'canceled' });
  });

  it('begins anew when the task moves to another department; the time of the case does not', async () => {
    // given
    const taskKey = await openTask();
    await office.sla.keeper.round();
    const before = await office.readClock(requestId);
    // when
    office.at('2026-11-22T06:00:00Z');
    await change(taskKey, { queue: 'railways', candidate_groups: ['railways'] });
    await office.sla.keeper.round();
    // then
    const [first, second] = await stages();
    expect(first).to.include({ state: 'stopped', stopReason: 'reassigned', round: 1 });
    expect(second).to.include({ state: 'running', round: 2, startedAt: '2026-11-22T06:00:00.000Z' });
    const after = await office.readClock(requestId);
    expect([after.startedAt, after.dueAt]).to.deep.equal([before.startedAt, before.dueAt]);
  });

  it('is left for later, and loses nothing, while somebody holds it', async () => {
    // given
    const taskKey = await openTask();
    await office.sla.keeper.round();
    await change(taskKey, { state: 'completed', ended_at: office.at('2026-11-21T08:00:00Z') });
    // when
    await office.act(async (_clocks, tx) => {
      await tx('sla_clocks').where({ request_id: requestId }).forUpdate();
      await office.sla.keeper.round();
    });
    const meanwhile = (await stages())[0];
    await office.sla.keeper.round();
    // then
    expect(meanwhile).to.include({ state: 'running' });
    expect((await stages())[0]).to.include({ state: 'met' });
  });
});
