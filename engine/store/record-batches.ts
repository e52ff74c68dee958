import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import type { RecordLine } from '../core/record-log.ts';
import type { Query } from './writer.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Fast, and still a tenth of the text: records repeat themselves. */
const LEVEL = 1;
/** Characters up to which compressing at once costs less than asking another thread to. */
const SMALL = 32_768;

/** Writes the records of a turn as one compressed text: a line a record, what is asked without parsing first. */
export async function packRecords(lines: readonly RecordLine[]): Promise<Buffer | null> {
  if (lines.length === 0) return null;
  const text = lines
    .map((one) => `${one.partition} ${one.position} ${one.timestamp} ${one.valueType} ${one.text}\n`)
    .join('');
  return text.length <= SMALL ? deflateRawSync(text, { level: LEVEL }) : deflate(text, { level: LEVEL });
}

export async function unpackRecords(packed: Buffer | null): Promise<RecordLine[]> {
  if (!packed) return [];
  return (await inflate(packed))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [partition = '', position = '', timestamp = '', valueType = ''] = line.split(' ', 4);
      const head = partition.length + position.length + timestamp.length + valueType.length + 4;
      return {
        partition: Number(partition),
        position: Number(position),
        timestamp: Number(timestamp),
        valueType,
        text: line.slice(head),
      };
    });
}

type Batch = { turn: number; lines: readonly RecordLine[] };

/** Where a reader of the records of a partition stands: after a position, which lies in or before a turn. It holds on to what was read
 *  for it beyond that (`ahead`, which begins with the batch it stands in), so that this is read and unpacked once. */
export type Cursor = { turn: number; position: number; ahead?: readonly Batch[] };

/** The committed records. Those that were written last are kept in memory; who is behind them reads from the database, and takes the
 *  place of none of them. */
export type RecordBatches = {
  /** Hears of every turn that was committed, and takes its records. */
  add(turn: number, lines: readonly RecordLine[]): void;
  /** Reads on from a cursor: at most `max` records of the wanted types, fewer only when there are no more; and where that ends. */
  read(
    from: Cursor,
    wanted: { partition: number; types: ReadonlySet<string>; max: number },
  ): Promise<{ lines: RecordLine[]; upTo: Cursor }>;
};

/** So many batches are read at once, and no more when those before take so many bytes, compressed. */
const BATCHES_A_READ = 20;
const BYTES_A_READ = 256 * 1024;
const BATCHES = `
  select turn, records
    from (select turn, records,
                 coalesce(sum(octet_length(records)) over (order by turn rows between unbounded preceding and 1 preceding), 0) as before
            from record_batch where turn >= $1 order by turn limit ${BATCHES_A_READ}) as b
   where before < ${BYTES_A_READ} order by turn`;

/** What a record takes beside its text, and a turn beside its records. */
const BYTES_BESIDE = 200;

/** @param maxBytes of the records that are kept in memory
 *  @param lastTurn the newest turn that is there */
export function createRecordBatches(
  query: Query,
  { maxBytes, lastTurn }: { maxBytes: number; lastTurn: number },
): RecordBatches {
  const kept = new Map<number, { lines: readonly RecordLine[]; bytes: number }>();
  let bytes = 0;
  let newest = lastTurn;

  /** Some batches from a turn on; none when there are no more. */
  const batchesFrom = async (turn: number): Promise<readonly Batch[]> => {
    if (turn > newest) return [];
    const here = kept.get(turn);
    if (here) return [{ turn, lines: here.lines }];
    const rows = await query<{ turn: string; records: Buffer | null }>('batches', BATCHES, [turn]);
    return Promise.all(
      rows.map(async ({ turn, records }) => ({ turn: Number(turn), lines: await unpackRecords(records) })),
    );
  };

  return {
    add(turn, lines) {
      newest = turn;
      const size = lines.reduce((sum, { text }) => sum + text.length + BYTES_BESIDE, BYTES_BESIDE);
      kept.set(turn, { lines, bytes: size });
      bytes += size;
      for (const [oldest, { bytes: its }] of kept) {
        if (bytes <= maxBytes || kept.size === 1) return;
        kept.delete(oldest);
        bytes -= its;
      }
    },
    async read(from, { partition, types, max }) {
      const lines: RecordLine[] = [];
      let upTo: Cursor = from;
      let ahead = from.ahead ?? (await batchesFrom(from.turn));
      for (; ahead.length > 0; ahead = await batchesFrom(upTo.turn + 1))
        for (const [at, batch] of ahead.entries()) {
          for (const line of batch.lines) {
            if (line.partition !== partition || line.position <= upTo.position) continue;
            upTo = { turn: batch.turn, position: line.position };
            if (types.has(line.valueType) && lines.push(line) === max)
              return { lines, upTo: { ...upTo, ahead: ahead.slice(at) } };
          }
          upTo = { turn: batch.turn, position: upTo.position };
        }
      return { lines, upTo };
    },
  };
}
