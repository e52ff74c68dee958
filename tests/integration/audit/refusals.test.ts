import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { pino } from 'pino';
import { auditModule, verifyChain } from '#api/modules/audit/index.ts';
import { REPORT_REFUSALS } from '#api/modules/audit/refusals.ts';
import type { JobHandler } from '#api/platform/jobs.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';

const MINUTE_MS = 60_000;

const anAttempt = (given: { username?: string; operationId?: string } = {}) => ({
  username: 'caseworker.rmto',
  operationId: 'listAudit',
  permission: 'audit:read',
  httpRequestId: 'call-1',
  remoteAddress: '203.0.113.1',
  ...given,
});

describe('refusals in the audit log', () => {
  let database: TestDatabase;
  let now: Date;

  beforeEach(async () => {
    database = await aDatabase();
    now = new Date('2026-11-30T08:00:00Z');
  });

  afterEach(() => database?.drop());

  const aNode = () => auditModule({ db: database.db, clock: { now: () => now } });
  const entries = () =>
    database
      .db('audit_log')
      .where({ action: 'access.refused' })
      .orderBy('seq')
      .select('actor', 'object_id', 'details', 'http_request_id');
  const waiting = () => database.db('audit_refusals').orderBy('id').select('id', 'times');
  const jobs = () =>
    database.db('graphile_worker.jobs').where({ task_identifier: REPORT_REFUSALS }).select('run_at', 'key');
  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };

  async function tell(node = aNode()): Promise<void> {
    const handler = node.jobs.handlers[REPORT_REFUSALS] as JobHandler;
    for (const { id } of await waiting())
      await handler({ id }, { log: pino({ level: 'silent' }), attempt: 1, maxAttempts: 25 });
  }

  it('are told at once, and of those that follow within a minute the number, from all nodes together', async () => {
    // given
    const [one, other] = [aNode(), aNode()];

    // when
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).onRefused(anAttempt())));
    const atOnce = await entries();
    pass(MINUTE_MS);
    await tell();

    // then
    expect(atOnce.map(({ details }) => details)).to.deep.equal([{ permission: 'audit:read' }]);
    const [, second, ...more] = await entries();
    expect(second?.details).to.deep.equal({
      permission: 'audit:read',
      times: 19,
      since: '2026-11-30T08:00:00.000Z',
    });
    expect(more).to.deep.equal([]);
    expect((await verifyChain(database.db)).broken).to.equal(null);
  });

  it('are told once a minute as long as they go on, and forgotten after a minute without', async () => {
    // given
    const node = aNode();
    for (let minute = 0; minute < 3; minute += 1) {
      for (let n = 0; n < 4; n += 1) await node.onRefused(anAttempt());
      pass(MINUTE_MS);
      await tell(node);
    }

    // when
    pass(MINUTE_MS);
    await tell(node);
    const left = await waiting();
    await node.onRefused(anAttempt());

    // then
    const times = (await entries()).map(({ details }) => details.times ?? 1);
    expect(times).to.deep.equal([1, 3, 4, 4, 1]);
    expect(left).to.deep.equal([]);
  });

  it('are not told before their minute is over, however often the job runs', async () => {
    // given
    const node = aNode();
    await node.onRefused(anAttempt());
    await node.onRefused(anAttempt());

    // when
    pass(MINUTE_MS - 1);
    await tell(node);
    await tell(node);
    const early = await entries();
    pass(1);
    await tell(node);
    await tell(node);

    // then
    expect(early).to.have.length(1);
    expect(await entries()).to.have.length(2);
  });

  it('wait in the database with one job for the end of the minute, so that no node that dies takes them along', async () => {
    // given
    const dying = aNode();
    await dying.onRefused(anAttempt());
    await dying.onRefused(anAttempt());

    // then
    const [job, ...others] = await jobs();
    expect(job?.run_at).to.deep.equal(new Date(now.getTime() + MINUTE_MS));
    expect(others).to.deep.equal([]);
    expect((await waiting()).map(({ times }) => times)).to.deep.equal([1]);
  });

  it('are told although the job was lost', async () => {
    // given
    await aNode().onRefused(anAttempt());
    await database.db.raw('delete from graphile_worker._private_jobs');
    pass(MINUTE_MS);

    // when
    await aNode().onRefused(anAttempt());

    // then
    expect(await jobs()).to.have.length(1);
  });

  it('are counted for each person and operation apart', async () => {
    // given
    const node = aNode();

    // when
    for (const username of ['caseworker.rmto', 'analyst'])
      for (const operationId of ['listAudit', 'readAuditChain'])
        await node.onRefused(anAttempt({ username, operationId }));

    // then
    expect((await entries()).map(({ actor, object_id }) => `${actor} ${object_id}`)).to.deep.equal([
      'caseworker.rmto listAudit',
      'caseworker.rmto readAuditChain',
      'analyst listAudit',
      'analyst readAuditChain',
    ]);
  });
});
