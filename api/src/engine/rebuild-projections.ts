import type pg from 'pg';
import { REBUILD_LOCK } from '#common/node/advisory-locks.ts';
import { changePayload, CHANNELS } from '../platform/pg-notify.ts';
import { unpackBody } from './batch-body.ts';
import { parseRecord, type RawRecord, readBulk } from './engine-records.ts';
import { isDataError } from './projection-errors.ts';
import type { Tx } from './projections/projection.ts';
import { inTransaction } from './transaction.ts';
import { quarantine, writeBatch, writeIndividually } from './write-projections.ts';

/** Maximum distance in time between the two exporters. */
const CLOCK_MARGIN_MS = 10 * 60_000;

/** Projects the kept raw records again, in one transaction. The engine's exporters wait meanwhile; readers
 *  see the old state until the end. Rows older than the oldest kept record stay as they are.
 *  @returns how many records were projected, and how many went to quarantine */
export async function rebuildProjections(pool: pg.Pool): Promise<{ records: number; quarantined: number }> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`set local statement_timeout = 0`);
    await tx.query(`select pg_advisory_xact_lock(${REBUILD_LOCK})`);
    await empty(tx);
    const outcome = { records: 0, quarantined: 0 };
    for (const batch of await batchesIn(tx)) {
      const records = await recordsOf(tx, batch);
      outcome.records += records.length;
      outcome.quarantined += await replay(tx, records);
    }
    await tx.query('select pg_notify($1, $2)', [CHANNELS.changes, changePayload({ many: true })]);
    return { result: outcome };
  });
}

/** Projects the quarantined records again, oldest first; those that succeed leave the quarantine. Records
 *  replayed by others meanwhile count as neither.
 *  @param only ids of records, where not all are meant
 *  @returns how many left the quarantine and how many stay */
export async function replayQuarantine(
  pool: pg.Pool,
  only: readonly string[] | null = null,
): Promise<{ projected: number; left: number }> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${REBUILD_LOCK})`);
    const { rows } = await tx.query<{ id: string; record: string }>(
      `select id::text, record from engine_quarantine where $1::bigint[] is null or id = any($1::bigint[])
        order by exporter, partition, position`,
      [only],
    );
    let left = 0;
    for (const { id, record } of rows) {
      const { failed } = await writeIndividually(tx, readBulk(record));
      if (failed.length === 0) await tx.query('delete from engine_quarantine where id = $1', [id]);
      else {
        left += 1;
        await quarantine(tx, failed);
      }
    }
    await tx.query('select pg_notify($1, $2)', [CHANNELS.changes, changePayload({ many: true })]);
    return { result: { projected: rows.length - left, left } };
  });
}

async function replay(tx: Tx, records: RawRecord[]): Promise<number> {
  await tx.query('savepoint batch');
  try {
    const { failed } = await writeBatch(tx, records);
    await tx.query('release savepoint batch');
    await finishReplay(tx, records, failed);
    return failed.length;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await tx.query('rollback to savepoint batch');
    const { failed } = await writeIndividually(tx, records);
    await finishReplay(tx, records, failed);
    return failed.length;
  }
}

/** Updates the quarantine: records that can be projected now leave it, records that fail now enter it. */
async function finishReplay(
  tx: Tx,
  records: RawRecord[],
  failed: Parameters<typeof quarantine>[1],
): Promise<void> {
  const { exporter, partition } = records[0] ?? {};
  if (exporter === undefined) return;
  await tx.query(
    'delete from engine_quarantine where exporter = $1 and partition = $2 and position between $3 and $4',
    [exporter, partition, String(records[0]?.position), String(records.at(-1)?.position)],
  );
  await quarantine(tx, failed);
}

type Batch = { exporter: string; partition: number; first_position: string };

async function batchesIn(tx: Tx): Promise<Batch[]> {
  const { rows } = await tx.query<Batch>(
    `select exporter, partition, first_position::text from engine_batches b order by exporter, partition, b.first_position`,
  );
  return rows;
}

async function recordsOf(tx: Tx, { exporter, partition, first_position }: Batch): Promise<RawRecord[]> {
  const { rows } = await tx.query<{ body: Buffer }>(
    'select body from engine_batches where exporter = $1 and partition = $2 and first_position = $3',
    [exporter, partition, first_position],
  );
  const records: RawRecord[] = [];
  for (const { body } of rows) records.push(...readBulk(await unpackBody(body)));
  return records;
}

/** Tables whose rows can be restored completely from the records since their creation. */
const KEYED = [
  ['incidents', 'incident_key', 'created_at'],
  ['element_instances', 'element_key', 'started_at'],
  ['instance_variables', 'variable_key', 'created_at'],
  ['jobs', 'job_key', 'created_at'],
  ['awaited', 'awaited_key', 'since'],
] as const;

/** Flows are counted. Those of an instance older than the kept records stay, and count no record twice. */
const FORGET_FLOWS = `
  delete from flows_taken where instance_key in (
    select instance_key from process_instances where (instance_key >> 51) = $1 and started_at >= $2)`;

/** Deletes what the kept records can restore. A task is restored by its last record, which carries all of it.
 *  An instance that started just before or at the edge of the kept records keeps its request: the record that
 *  named it may be gone. */
async function empty(tx: Tx): Promise<void> {
  const { rows } = await tx.query<Batch>(
    `select distinct on (exporter, partition) exporter, partition, first_position::text
       from engine_batches b order by exporter, partition, b.first_position`,
  );
  for (const oldest of rows) {
    const { partition, first_position } = oldest;
    if (oldest.exporter === 'fast') {
      await tx.query('delete from tasks where (task_key >> 51) = $1 and position >= $2', [
        partition,
        first_position,
      ]);
      continue;
    }
    const [first] = await recordsOf(tx, oldest);
    const since = new Date(first ? parseRecord(first.line).timestamp : 0);
    const surely = new Date(since.getTime() + CLOCK_MARGIN_MS);
    await tx.query(FORGET_FLOWS, [partition, surely]);
    await tx.query('delete from process_instances where (instance_key >> 51) = $1 and started_at >= $2', [
      partition,
      surely,
    ]);
    await tx.query(
      `update process_instances set state = 'active', ended_at = null where (instance_key >> 51) = $1 and started_at >= $2`,
      [partition, since],
    );
    for (const [table, key, begin] of KEYED)
      await tx.query(`delete from ${table} where (${key} >> 51) = $1 and ${begin} >= $2`, [partition, since]);
  }
  await tx.query('delete from task_counts');
  await tx.query(`
    insert into task_counts (queue, service, assigned, open)
    select queue, coalesce(service, ''), assignee is not null, count(*) from tasks where state = 'created' group by 1, 2, 3`);
}
