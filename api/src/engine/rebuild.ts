import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type pg from 'pg';
import { quarantine, writeOneByOne, writeTogether } from './projecting.ts';
import { isDataError } from './projection-errors.ts';
import type { Tx } from './projections/projection.ts';
import { REBUILD_LOCK } from './projector.ts';
import { readBulk, type RawRecord } from './records.ts';
import { inTransaction } from './transaction.ts';

const decompress = promisify(gunzip);

/** Projects the kept raw records again, in one transaction: the engine's exporters wait meanwhile, readers see the old state
 *  until the end. Rows that are older than the oldest kept record stay as they are.
 *  @returns how many records were projected, and how many went to the quarantine */
export async function rebuildProjections(pool: pg.Pool): Promise<{ records: number; quarantined: number }> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`set local statement_timeout = 0`);
    await tx.query(`select pg_advisory_xact_lock(${REBUILD_LOCK})`);
    await empty(tx);
    const { rows: batches } = await tx.query<{ place: string; received_at: Date }>(
      `select ctid::text || '@' || tableoid::text as place, received_at from engine_batches
        order by exporter, partition, first_position`,
    );
    const outcome = { records: 0, quarantined: 0 };
    for (const batch of batches) {
      const [ctid, table] = batch.place.split('@');
      const { rows } = await tx.query<{ body: Buffer }>(
        'select body from engine_batches where ctid = $1::tid and tableoid = $2::oid',
        [ctid, table],
      );
      const records = readBulk((await decompress(rows[0]?.body ?? Buffer.alloc(0))).toString('utf8'));
      outcome.records += records.length;
      outcome.quarantined += await replay(tx, records);
    }
    await tx.query(`select pg_notify('shahrah', '{"many":true}')`);
    return outcome;
  });
}

/** Projects the quarantined records again, oldest first; those that succeed now leave the quarantine.
 *  @returns how many left it and how many stay */
export async function replayQuarantine(pool: pg.Pool): Promise<{ projected: number; left: number }> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${REBUILD_LOCK})`);
    const { rows } = await tx.query<{ id: string; record: string }>(
      'select id::text, record from engine_quarantine order by exporter, partition, position',
    );
    let left = 0;
    for (const { id, record } of rows) {
      const { failed } = await writeOneByOne(tx, readBulk(record));
      if (failed.length === 0) await tx.query('delete from engine_quarantine where id = $1', [id]);
      else {
        left += 1;
        await quarantine(tx, failed);
      }
    }
    await tx.query(`select pg_notify('shahrah', '{"many":true}')`);
    return { projected: rows.length - left, left };
  });
}

async function replay(tx: Tx, records: RawRecord[]): Promise<number> {
  await tx.query('savepoint batch');
  try {
    const { failed } = await writeTogether(tx, records);
    await tx.query('release savepoint batch');
    await settle(tx, records, failed);
    return failed.length;
  } catch (error) {
    if (!isDataError(error)) throw error;
    await tx.query('rollback to savepoint batch');
    const { failed } = await writeOneByOne(tx, records);
    await settle(tx, records, failed);
    return failed.length;
  }
}

/** What was quarantined once and can be projected now leaves the quarantine; what fails now goes there. */
async function settle(tx: Tx, records: RawRecord[], failed: Parameters<typeof quarantine>[1]): Promise<void> {
  const { exporter, partition } = records[0] ?? {};
  if (exporter === undefined) return;
  await tx.query(
    'delete from engine_quarantine where exporter = $1 and partition = $2 and position between $3 and $4',
    [exporter, partition, String(records[0]?.position), String(records.at(-1)?.position)],
  );
  await quarantine(tx, failed);
}

/** Empties what the kept records can bring back. A task is brought back by its last record, which carries the whole task. */
async function empty(tx: Tx): Promise<void> {
  await tx.query(`
    create temporary table kept_from on commit drop as
      select exporter, partition, min(first_position) as position, min(received_at) as received_at
        from engine_batches group by exporter, partition`);
  await tx.query(`
    delete from tasks t using kept_from k
     where k.exporter = 'fast' and k.partition = (t.task_key >> 51)::integer and t.position >= k.position`);
  await tx.query(`
    delete from process_instances i using kept_from k
     where k.exporter = 'slow' and k.partition = (i.instance_key >> 51)::integer
       and not exists (select from tasks t where t.instance_key = i.instance_key)
       and (i.started_at is null or i.started_at >= k.received_at - interval '1 minute')`);
  await tx.query(`
    delete from incidents i using kept_from k
     where k.exporter = 'slow' and k.partition = (i.incident_key >> 51)::integer and i.created_at >= k.received_at`);
  await tx.query('delete from task_counts');
  await tx.query(`
    insert into task_counts (queue, service, assigned, open)
    select queue, coalesce(service, ''), assignee is not null, count(*) from tasks where state = 'created' group by 1, 2, 3`);
}
