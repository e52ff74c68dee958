import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readBottlenecks } from '#api/modules/process-instances/bottlenecks.view.ts';
import type { Bottleneck } from '#common/contract/index.ts';
import { aRequest, aTask, someKey } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const HOUR_MS = 3_600_000;
const PROCESS = 'waiting-process';

describe('bottlenecks', () => {
  const database = useDatabase();
  const now = new Date();
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);

  const found = async (elementId: string): Promise<Bottleneck[]> =>
    (
      await readBottlenecks({
        db: database.db,
        clock: { now: () => now },
        confidentialProcesses: async () => new Set(['staff-complaint']),
      })
    ).items.filter((one) => one.elementId === elementId);

  /** A task that began some hours ago, with a stage deadline so many hours from now. */
  async function aWait(
    element_id: string,
    hours: number,
    given: { due?: number; queue?: string; done?: number } = {},
  ) {
    const { due, queue = 'rmto-qom', done } = given;
    const request = await aRequest(database.db);
    const task = await aTask(database.db, {
      request,
      queue,
      element_id,
      process_key: PROCESS,
      created_at: ago(hours),
      ...(done !== undefined && { state: 'completed', ended_at: ago(done) }),
    });
    if (due === undefined) return;
    await database.db('sla_clocks').insert({
      request_id: request.id,
      task_key: task.task_key,
      target: 'stage',
      amount: 8,
      unit: 'hours',
      calendar: 'national',
      calendar_version: 1,
      policy: 1,
      segments: '[]',
      started_at: ago(hours),
      due_at: new Date(now.getTime() + due * HOUR_MS),
      state: 'running',
    });
  }

  it('counts what waits at an element of a department, the median, the oldest and the late', async () => {
    // given
    await aWait('Task_Slow', 10, { due: -2 });
    await aWait('Task_Slow', 4, { due: 4 });
    await aWait('Task_Slow', 1);
    await aWait('Task_Slow', 7, { queue: 'rmto-yazd' });
    // when
    const items = await found('Task_Slow');
    // then
    expect(items).to.have.length(2);
    expect(items.find(({ department }) => department === 'rmto-qom')).to.deep.include({
      processKey: PROCESS,
      waiting: 3,
      median: 4 * 3600,
      oldest: ago(10).toISOString(),
      withDeadline: 2,
      late: 1,
      done: 0,
    });
  });

  it('tells how it was over the last thirty days', async () => {
    // given
    await aWait('Task_Done', 5, { done: 1 });
    await aWait('Task_Done', 9, { done: 1 });
    await aWait('Task_Done', 31 * 24 + 9, { done: 31 * 24 });
    // when
    const [item] = await found('Task_Done');
    // then
    expect(item).to.deep.include({ waiting: 0, median: null, done: 2, doneMedian: 6 * 3600 });
  });

  it('counts other waits for the department that has the case', async () => {
    // given
    const instance_key = someKey();
    await database.db('process_instances').insert({
      instance_key,
      process_key: PROCESS,
      version: 1,
      state: 'active',
      started_at: ago(3),
      department: 'rmto-fars',
    });
    await database.db('element_instances').insert({
      element_key: someKey(),
      instance_key,
      scope_key: instance_key,
      process_key: PROCESS,
      version: 1,
      element_id: 'Event_Reply',
      type: 'INTERMEDIATE_CATCH_EVENT',
      state: 'active',
      started_at: ago(2),
    });
    // when
    const [item] = await found('Event_Reply');
    // then
    expect(item).to.deep.include({ department: 'rmto-fars', waiting: 1, median: 2 * 3600, withDeadline: 0 });
  });

  it('leaves out confidential cases in a process that all share', async () => {
    // given
    const confidential = await aRequest(database.db, { service: 'staff-complaint', confidential: true });
    const open = await aRequest(database.db);
    for (const request of [confidential, open])
      await aTask(database.db, {
        request,
        element_id: 'Task_Shared',
        process_key: PROCESS,
        queue: String(request.department),
      });

    // when
    const items = await found('Task_Shared');

    // then
    expect(items.map(({ waiting }) => waiting)).to.deep.equal([1]);
  });
});
