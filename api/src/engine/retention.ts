import type pg from 'pg';
import { RECORDS_MAINTENANCE_LOCK } from '#common/node/advisory-locks.ts';
import type { JobHandler, Schedule } from '../platform/jobs.ts';
import { inTransaction } from './transaction.ts';

/** Days for which raw records are kept, so that projections can be rebuilt. */
const RECORDS_DAYS = 30;
/** Days for which sent messages are kept for inspection. */
const SENT_DAYS = 7;
/** Days after its end for which the path, variables, jobs and waits of an instance are kept, and of a test
 *  run. */
const DETAILS_DAYS = 180;
const TEST_RUN_DAYS = 7;
const INSTANCES_BATCH_SIZE = 500;
const DAYS_AHEAD = 3;
const DELETE_BATCH_SIZE = 5_000;

export const MAINTAIN_JOB = 'engine-maintain';

/** Runs nightly: creates the next days' partitions, drops the oldest, and deletes messages sent long ago and
 *  the details of instances that ended long ago. */
export const retentionJobs = (
  pool: pg.Pool,
): { handlers: Record<string, JobHandler>; schedules: Schedule[] } => ({
  handlers: {
    [MAINTAIN_JOB]: async () => {
      await maintainPartitions(pool);
      await deleteSentMessages(pool);
      await deleteInstanceDetails(pool);
    },
  },
  schedules: [{ job: MAINTAIN_JOB, match: '15 22 * * *' }],
});

/** Creates the daily partitions of the raw records some days ahead and drops expired ones, by a function that
 *  runs as the owner of the tables. Days are UTC. Safe on several nodes at once. */
export async function maintainPartitions(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${RECORDS_MAINTENANCE_LOCK})`);
    await tx.query('select keep_engine_batches($1, $2)', [DAYS_AHEAD, RECORDS_DAYS]);
    await tx.query(
      `delete from engine_batches_default where received_at < now() - interval '${RECORDS_DAYS + 1} days'`,
    );
    return { result: undefined };
  });
}

async function deleteSentMessages(pool: pg.Pool): Promise<void> {
  for (let deleted = DELETE_BATCH_SIZE; deleted === DELETE_BATCH_SIZE;) {
    const { rowCount } = await pool.query(
      `delete from outbox where id in (
         select id from outbox where sent_at < now() - interval '${SENT_DAYS} days' limit ${DELETE_BATCH_SIZE})`,
    );
    deleted = rowCount ?? 0;
  }
}

/** Deletes the details of instances that ended long ago; their existence, times and version stay. Test runs
 *  are deleted completely. */
export async function deleteInstanceDetails(pool: pg.Pool): Promise<void> {
  for (let forgotten = INSTANCES_BATCH_SIZE; forgotten === INSTANCES_BATCH_SIZE;)
    forgotten = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ instance_key: string; test_run: boolean }>(OLD);
      const keys = rows.map(({ instance_key }) => instance_key);
      for (const table of [
        'element_instances',
        'flows_taken',
        'instance_variables',
        'jobs',
        'awaited',
        'incidents',
      ])
        await tx.query(`delete from ${table} where instance_key = any($1::bigint[])`, [keys]);
      const tests = rows.filter(({ test_run }) => test_run).map(({ instance_key }) => instance_key);
      await tx.query('delete from test_run_tasks where instance_key = any($1::bigint[])', [tests]);
      await tx.query('delete from process_instances where instance_key = any($1::bigint[])', [tests]);
      await tx.query('update process_instances set pruned = true where instance_key = any($1::bigint[])', [
        keys,
      ]);
      return { result: rows.length };
    });
}

const OLD = `
  select instance_key::text, test_run from process_instances
   where ended_at is not null and not pruned and ended_at < now() - interval '${TEST_RUN_DAYS} days'
     and (ended_at < now() - interval '${DETAILS_DAYS} days' or test_run)
   order by ended_at limit ${INSTANCES_BATCH_SIZE}
   for update skip locked`;
