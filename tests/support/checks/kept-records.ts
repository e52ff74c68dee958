import { unpackBody } from '#api/engine/batch-body.ts';
import { type EngineRecord, parseRecord, type RawRecord, readBulk } from '#api/engine/engine-records.ts';
import type { Db } from '#api/platform/db.ts';

export type KeptBatch = {
  exporter: string;
  partition: number;
  first: bigint;
  last: bigint;
  body: string;
  records: RawRecord[];
};

/** Returns the batches that the exporters delivered and the API stored, in commit order. */
export async function keptBatches(db: Db): Promise<KeptBatch[]> {
  const rows: {
    exporter: string;
    partition: number;
    first_position: string;
    last_position: string;
    body: Buffer;
  }[] = await db('engine_batches').orderBy([
    'exporter',
    'partition',
    { column: 'received_at' },
    { column: 'first_position' },
  ]);
  return Promise.all(
    rows.map(async ({ exporter, partition, first_position, last_position, body: zipped }) => {
      const body = await unpackBody(zipped);
      const bounds = { first: BigInt(first_position), last: BigInt(last_position) };
      return { exporter, partition, ...bounds, body, records: readBulk(body) };
    }),
  );
}

/** Returns the records of one value type, such as `user-task`, by position. */
export const recordsOf = (batches: readonly KeptBatch[], valueType: string): EngineRecord[] =>
  batches
    .flatMap(({ records }) => records.filter((record) => record.valueType === valueType))
    .sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0))
    .map(({ line }) => parseRecord(line));
