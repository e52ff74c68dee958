import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { type ConflictsService, conflictsService } from '#api/modules/conflicts/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { systemClock } from '#api/platform/clock.ts';
import { aRequest, aTask } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('conflicts of interest', () => {
  const database = useDatabase();
  let conflicts: ConflictsService;

  before(() => {
    const { db } = database;
    conflicts = conflictsService({ db, clock: systemClock, tree: departmentsModule({ db }).tree });
  });

  const barredOf = async (table: 'requests' | 'tasks', where: object): Promise<(string | null)[]> =>
    database.db(table).where(where).pluck('barred_department');

  const eventsOf = (requestId: string): Promise<string[]> =>
    database.db('request_events').where({ request_id: requestId }).pluck('kind');

  it('bars a unit from the request and from the tasks that it has', async () => {
    // given
    const request = await aRequest(database.db, { service: 'staff-complaint', confidential: true });
    await aTask(database.db, { request });

    // when
    const department = await conflicts.barUnit({
      requestId: request.id,
      unit: 'rmto',
      onceKey: randomUUID(),
    });

    // then
    expect(department).to.equal('staff-conduct');
    expect(await barredOf('requests', { id: request.id })).to.deep.equal(['rmto']);
    expect(await barredOf('tasks', { request_id: request.id })).to.deep.equal(['rmto']);
  });

  it('bars nobody for a unit that nobody knows, and says so', async () => {
    // given
    const { id } = await aRequest(database.db, { service: 'staff-complaint', confidential: true });

    // when
    const department = await conflicts.barUnit({
      requestId: id,
      unit: 'closed-long-ago',
      onceKey: randomUUID(),
    });

    // then
    expect(department).to.equal('staff-conduct');
    expect(await barredOf('requests', { id })).to.deep.equal([null]);
    expect(await eventsOf(id)).to.deep.equal(['unit-unknown']);
  });

  it('keeps the bar of a unit when another is named', async () => {
    // given
    const request = await aRequest(database.db, { service: 'staff-complaint', confidential: true });
    await aTask(database.db, { request });
    const name = (unit: string) => conflicts.barUnit({ requestId: request.id, unit, onceKey: randomUUID() });
    await name('staff-conduct');

    // when
    const department = await name('rmto');

    // then
    expect(department).to.equal('ministry');
    expect(await barredOf('requests', { id: request.id })).to.deep.equal(['staff-conduct']);
    expect(await barredOf('tasks', { request_id: request.id })).to.deep.equal(['staff-conduct']);
    expect(await eventsOf(request.id)).to.deep.equal(['unit-barred', 'other-unit-barred']);
  });

  it('gives a complaint about the investigators to the ministry, once however often it is asked', async () => {
    // given
    const answers = { aboutInvestigators: true };
    const { id } = await aRequest(database.db, { service: 'staff-complaint', confidential: true, answers });
    const onceKey = randomUUID();

    // when
    const first = await conflicts.chooseInvestigator({ requestId: id, onceKey });
    const again = await conflicts.chooseInvestigator({ requestId: id, onceKey });

    // then
    expect([first, again]).to.deep.equal(['ministry', 'ministry']);
    expect(await eventsOf(id)).to.deep.equal(['unit-barred']);
  });
});
