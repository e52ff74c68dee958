import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import type pg from 'pg';
import { openEnginePool } from '#api/engine/engine-pool.ts';
import { MAINTAIN_JOB, maintainPartitions, retentionJobs } from '#api/engine/retention.ts';
import { addJob, startJobs } from '#api/platform/jobs.ts';
import { openLog } from '#api/platform/log.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

const DAY_MS = 86_400_000;

describe('Keeping raw records and sent messages', () => {
  const database = useDatabase();
  let pool: pg.Pool;

  const partitionOf = (at: Date) => `engine_batches_${at.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
  const partitions = async (): Promise<string[]> => {
    const { rows } = await database.db.raw(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'engine_batches'::regclass order by 1`,
    );
    return rows.map(({ name }: { name: string }) => name);
  };
  const keep = (receivedAt: Date) =>
    database.db('engine_batches').insert({
      received_at: receivedAt,
      exporter: 'fast',
      partition: 1,
      first_position: 1,
      last_position: 1,
      records: 1,
      body: Buffer.from('x'),
    });

  before(() => {
    pool = openEnginePool({ databaseUrl: database.apiUrl, max: 4, log: openLog('silent') });
  });

  beforeEach(async () => {
    for (const name of await partitions())
      if (name !== 'engine_batches_default') await database.db.schema.dropTable(name);
    await database.db.raw('truncate engine_batches, outbox, requests cascade');
  });

  after(() => pool.end());

  it('makes the partitions of the next days, also when several nodes do it at once', async () => {
    // when
    await Promise.all([maintainPartitions(pool), maintainPartitions(pool), maintainPartitions(pool)]);
    // then
    expect(await partitions()).to.include.members([0, -1, -2, -3].map((days) => partitionOf(daysAgo(days))));
    await keep(new Date());
    expect(await database.db('engine_batches_default')).to.deep.equal([]);
  });

  it('drops what is older than thirty days and nothing younger', async () => {
    // given
    for (const days of [29, 32]) {
      const [from, to] = [daysAgo(days), daysAgo(days - 1)].map(
        (at) => `${at.toISOString().slice(0, 10)}T00:00:00Z`,
      );
      await database.db.raw(
        `create table ${partitionOf(daysAgo(days))} partition of engine_batches for values from ('${from}') to ('${to}')`,
      );
    }
    await keep(daysAgo(40));
    // when
    await maintainPartitions(pool);
    // then
    expect(await partitions())
      .to.include(partitionOf(daysAgo(29)))
      .and.not.to.include(partitionOf(daysAgo(32)));
    expect(await database.db('engine_batches_default')).to.deep.equal([]);
  });

  it('leaves a day alone whose records went to the default partition', async () => {
    // given
    await keep(new Date());
    // when
    await maintainPartitions(pool);
    // then
    expect(await partitions()).not.to.include(partitionOf(new Date()));
    expect(await database.db('engine_batches')).to.have.length(1);
  });

  it('is a job of the night, and forgets messages that were sent long ago', async () => {
    // given
    const { id } = await aRequest(database.db);
    const row = { request_id: id, kind: 'message', correlation_key: id };
    await database.db('outbox').insert([
      { ...row, message_name: 'sent-long-ago', sent_at: daysAgo(8) },
      { ...row, message_name: 'sent-lately', sent_at: daysAgo(6) },
      { ...row, message_name: 'waiting', created_at: daysAgo(90) },
    ]);
    const { handlers, schedules } = retentionJobs(pool);
    const jobs = await startJobs({
      databaseUrl: database.apiUrl,
      log: openLog('silent'),
      handlers,
      schedules,
    });
    // when
    await addJob(database.db, MAINTAIN_JOB, {});
    await eventually(async () => (await database.db('outbox')).length === 2);
    await jobs.stop();
    // then
    expect(await database.db('outbox').orderBy('id').pluck('message_name')).to.deep.equal([
      'sent-lately',
      'waiting',
    ]);
    expect(await partitions()).to.include(partitionOf(new Date()));
  });

  it('runs a job only when what it is needed for was committed', async () => {
    // given
    const ran: unknown[] = [];
    const handlers = { note: async (payload: unknown) => void ran.push(payload) };
    const jobs = await startJobs({ databaseUrl: database.apiUrl, log: openLog('silent'), handlers });
    const failing = database.db.transaction(async (trx) => {
      await addJob(trx, 'note', { n: 1 });
      throw new Error('no');
    });
    await failing.catch(() => undefined);
    // when
    await addJob(database.db, 'note', { n: 2 });
    await eventually(() => ran.length > 0);
    await jobs.stop();
    // then
    expect(ran).to.deep.equal([{ n: 2 }]);
  });

  it('tries a job again that failed', async () => {
    // given
    const attempts: number[] = [];
    const handlers = {
      shaky: async (_payload: unknown, { attempt }: { attempt: number }) => {
        attempts.push(attempt);
        if (attempt < 2) throw new Error('not yet');
      },
    };
    const jobs = await startJobs({ databaseUrl: database.apiUrl, log: openLog('silent'), handlers });
    // when
    await addJob(database.db, 'shaky', {}, { maxAttempts: 3 });
    await eventually(() => attempts.length === 2);
    await jobs.stop();
    // then
    expect(attempts).to.deep.equal([1, 2]);
  });
});
