import type pg from 'pg';
import { ENGINE_PARTITION_LOCK, REBUILD_LOCK } from '#common/node/advisory-locks.ts';
import type { Log } from '../platform/log.ts';
import { changePayload, CHANNELS } from '../platform/pg-notify.ts';
import { bodyOf, packBody } from './batch-body.ts';
import { parseRecord, type RawRecord } from './engine-records.ts';
import { isDataError, isRepeatable } from './projection-errors.ts';
import type { ChangedKeys, Tx } from './projections/projection.ts';
import { type Done, inTransaction } from './transaction.ts';
import { quarantine, writeBatch, writeIndividually } from './write-projections.ts';

const MAX_ATTEMPTS = 5;
const CLOCK_SKEW_MS = 60_000;

/** A committed bulk. `newestAt` is the engine's time of its last record, in ms. */
export type Projected = { exporter: string; partition: number; records: number; newestAt: number };

/** The stream restarts below the known position, with newer times: the engine's data was replaced (wiped, or
 *  restored from a backup) and its keys and positions occur a second time. Projecting them would mix two
 *  histories. */
export class RecordStreamRewound extends Error {
  override readonly name = 'RecordStreamRewound';
}

export type Projector = {
  /** Projects records into the read side; resolves once that is committed. Records already projected are
   *  skipped; records that cannot be projected go to quarantine.
   *  @param body the records as received, which then need not be serialized again
   *  @throws when the database fails; nothing is projected then, and the exporter must send the records
   *  again */
  project(records: readonly RawRecord[], body?: Buffer): Promise<void>;
};

/** @param deps.pool a pool used for nothing else; one connection per partition is enough */
export function createProjector(deps: {
  pool: pg.Pool;
  log: Log;
  onProjected?: (bulk: Projected) => void;
}): Projector {
  const { pool, log, onProjected } = deps;

  async function attempt(group: Group, { individually }: { individually: boolean }): Promise<void> {
    const bulk = await inTransaction(pool, (tx) => ingestIn(tx, group, { individually, log }));
    if (bulk) onProjected?.(bulk);
  }

  async function ingest(group: Group): Promise<void> {
    for (let left = MAX_ATTEMPTS; ; left -= 1) {
      try {
        return await attempt(group, { individually: false });
      } catch (error) {
        if (isDataError(error)) break;
        if (left === 0 || !isRepeatable(error)) throw error;
      }
    }
    await attempt(group, { individually: true });
  }

  return {
    async project(records, body) {
      for (const group of byPartition(records)) {
        const isAll = group.length === records.length && group.every((one, index) => one === records[index]);
        await ingest({ records: group, body: isAll ? body : undefined });
      }
    },
  };
}

/** Records of one exporter and partition in order, with the body they came in where it is known. */
type Group = { records: readonly RawRecord[]; body: Buffer | undefined };

async function ingestIn(
  tx: Tx,
  { records, body }: Group,
  { individually, log }: { individually: boolean; log: Log },
): Promise<Done<Projected | undefined>> {
  const { exporter, partition } = records[0] as RawRecord;
  const known = await lockPartition(tx, exporter, partition);
  const news = known ? records.filter((record) => record.position > known.position) : [...records];
  const newest = news.at(-1);
  const newestAt = timeOfLine((newest ?? records.at(-1))?.line ?? '') ?? known?.recordAt ?? Date.now();
  if (!newest) {
    if (known && newestAt > known.recordAt + CLOCK_SKEW_MS)
      throw new RecordStreamRewound(`${exporter}, partition ${partition}`);
    return { result: undefined };
  }
  const packing = packBody(body && news.length === records.length ? body : bodyOf(news));
  packing.catch(() => undefined);
  const { touched, failed } = individually ? await writeIndividually(tx, news) : await writeBatch(tx, news);
  for (const { record, error } of failed)
    log.error(
      { exporter, partition, position: String(record.position), reason: error.message },
      'a record went to quarantine',
    );
  await quarantine(tx, failed);
  const packed = await packing;
  const last = tx.query({
    name: 'finish-bulk',
    text: FINISH,
    values: [
      exporter,
      partition,
      String(news[0]?.position),
      String(newest.position),
      news.length,
      packed,
      new Date(newestAt).toISOString(),
      notification(touched),
    ],
  });
  return { result: { exporter, partition, records: news.length, newestAt }, last };
}

/** Waits for other bulks of the partition (of the other exporter, or an earlier delivery of this one) and
 *  reads the projected position. */
async function lockPartition(tx: Tx, exporter: string, partition: number) {
  const locked = tx.query({
    name: 'lock-partition',
    text: `select pg_advisory_xact_lock_shared(${REBUILD_LOCK}), pg_advisory_xact_lock(${ENGINE_PARTITION_LOCK}, $1::integer)`,
    values: [partition],
  });
  const read = tx.query<{ position: string; record_at: Date }>({
    name: 'read-position',
    text: 'select position::text, record_at from engine_positions where exporter = $1 and partition = $2 for update',
    values: [exporter, partition],
  });
  const [, { rows }] = await Promise.all([locked, read]);
  const row = rows[0];
  return row && { position: BigInt(row.position), recordAt: row.record_at.getTime() };
}

function byPartition(records: readonly RawRecord[]): RawRecord[][] {
  const groups = new Map<string, RawRecord[]>();
  for (const record of records) {
    const key = `${record.exporter}/${record.partition}`;
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  for (const group of groups.values())
    group.sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0));
  return [...groups.values()];
}

function timeOfLine(line: string): number | undefined {
  try {
    const { timestamp } = parseRecord(line);
    return Number.isSafeInteger(timestamp) ? timestamp : undefined;
  } catch {
    return undefined;
  }
}

function notification({ taskKeys, requestIds }: ChangedKeys): string | null {
  if (taskKeys.size + requestIds.size === 0) return null;
  return changePayload({ taskKeys: [...taskKeys], requestIds: [...requestIds] });
}

const FINISH = `
  with kept as (
    insert into engine_batches (exporter, partition, first_position, last_position, records, body)
    values ($1, $2, $3, $4, $5, $6)
  ), moved as (
    insert into engine_positions as p (exporter, partition, position, record_at) values ($1, $2, $4, $7)
    on conflict (exporter, partition) do update
      set position = excluded.position, record_at = greatest(p.record_at, excluded.record_at)
  )
  select case when $8::text is not null then pg_notify('${CHANNELS.changes}', $8) end`;
