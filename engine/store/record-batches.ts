import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import type { RecordLine } from '../core/record-log.ts';
import type { Query } from './writer.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Fast, and still a tenth of the text: records repeat themselves. */
const LEVEL = 1;
/** Bytes up to which compressing at once costs less than asking another thread to. */
const SMALL = 32_768;

/** A record as it lies in a batch. */
export type StoredRecord = Omit<RecordLine, 'text'> & {
  /** The record as JSON, without a line break. */
  json: Buffer;
};

/** Writes the records of a turn: a line a record, what is asked of it first and then its JSON. As bytes, because many stay in memory,
 *  and the collector looks through what is an object or a text again and again. */
export const encodeRecords = (lines: readonly RecordLine[]): Buffer =>
  Buffer.from(
    lines
      .map(
        ({ partition, position, timestamp, valueType, text }) =>
          `${partition} ${position} ${timestamp} ${valueType} ${text}\n`,
      )
      .join(''),
  );

/** Compresses the records of a turn. */
export async function packRecords(records: Buffer): Promise<Buffer | null> {
  if (records.length === 0) return null;
  return records.length <= SMALL
    ? deflateRawSync(records, { level: LEVEL })
    : deflate(records, { level: LEVEL });
}

const unpackRecords = async (packed: Buffer | null): Promise<Buffer> =>
  packed ? inflate(packed) : Buffer.alloc(0);

const LINE_END = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;

/** Reads the head of the record that begins at a byte, and finds where its JSON lies. Every exporter reads every head. */
function headAt(records: Buffer, at: number) {
  let next = at;
  const number = (): number => {
    let read = 0;
    for (let byte; (byte = records[next++] ?? SPACE) !== SPACE;) read = read * 10 + byte - ZERO;
    return read;
  };
  const [partition, position, timestamp] = [number(), number(), number()];
  const begin = records.indexOf(SPACE, next) + 1;
  const valueType = records.toString('latin1', next, begin - 1);
  return { partition, position, timestamp, valueType, begin, end: records.indexOf(LINE_END, begin) };
}

type Batch = { turn: number; records: Buffer };

/** Where a reader of the records of a partition stands: after a position, which lies in or before a turn. It holds on to what was read
 *  for it beyond that (`ahead`, which begins with the batch it stands in), so that this is read and unpacked once. */
export type Cursor = { turn: number; position: number; ahead?: readonly Batch[] };

/** The committed records. Those that were written last are kept in memory; who is behind them reads from the database, and takes the
 *  place of none of them. */
export type RecordBatches = {
  /** Hears of every turn that was committed, and takes its records. */
  add(turn: number, records: Buffer): void;
  /** Reads on from a cursor: at most `max` records of the wanted types, fewer only when there are no more; and where that ends. */
  read(
    from: Cursor,
    wanted: { partition: number; types: ReadonlySet<string>; max: number },
  ): Promise<{ found: StoredRecord[]; upTo: Cursor }>;
  /** How many bytes were written after a turn; infinitely many when that is older than what is in memory. */
  bytesAfter(turn: number): number;
};

/** So many batches are read at once, and no more when those before take so many bytes, compressed. */
const BATCHES_PER_READ = 20;
const BYTES_PER_READ = 256 * 1024;
const BATCHES = `
  select turn, records
    from (select turn, records,
                 coalesce(sum(octet_length(records)) over (order by turn rows between unbounded preceding and 1 preceding), 0) as before
            from record_batch where turn >= $1 order by turn limit ${BATCHES_PER_READ}) as b
   where before < ${BYTES_PER_READ} order by turn`;

/** What a turn takes beside its records. */
const BYTES_BESIDE = 200;

/** @param maxBytes of the records that are kept in memory
 *  @param lastTurn the newest turn that is there */
export function createRecordBatches(
  query: Query,
  { maxBytes, lastTurn }: { maxBytes: number; lastTurn: number },
): RecordBatches {
  /** By turn; `end` counts the bytes of all that were added up to it. */
  const kept = new Map<number, { records: Buffer; end: number }>();
  let bytes = 0;
  let added = 0;
  let newest = lastTurn;

  /** Some batches from a turn on; none when there are no more. */
  const batchesFrom = async (turn: number): Promise<readonly Batch[]> => {
    if (turn > newest) return [];
    const here = kept.get(turn);
    if (here) return [{ turn, records: here.records }];
    const rows = await query<{ turn: string; records: Buffer | null }>('batches', BATCHES, [turn]);
    return Promise.all(
      rows.map(async ({ turn, records }) => ({ turn: Number(turn), records: await unpackRecords(records) })),
    );
  };

  return {
    add(turn, records) {
      newest = turn;
      added += records.length;
      kept.set(turn, { records, end: added });
      bytes += records.length + BYTES_BESIDE;
      for (const [oldest, { records: its }] of kept) {
        if (bytes <= maxBytes || kept.size === 1) return;
        kept.delete(oldest);
        bytes -= its.length + BYTES_BESIDE;
      }
    },
    bytesAfter: (turn) => (turn >= newest ? 0 : added - (kept.get(turn)?.end ?? -Infinity)),
    async read(from, { partition, types, max }) {
      const found: StoredRecord[] = [];
      let upTo: Cursor = from;
      let ahead = from.ahead ?? (await batchesFrom(from.turn));
      for (; ahead.length > 0; ahead = await batchesFrom(upTo.turn + 1))
        for (const [index, { turn, records }] of ahead.entries()) {
          for (let at = 0; at < records.length;) {
            const { begin, end, ...head } = headAt(records, at);
            at = end + 1;
            if (head.partition !== partition || head.position <= upTo.position) continue;
            upTo = { turn, position: head.position };
            if (!types.has(head.valueType)) continue;
            found.push({ ...head, json: records.subarray(begin, end) });
            if (found.length < max) continue;
            const rest = { turn, records: records.subarray(at) };
            return { found, upTo: { ...upTo, ahead: [rest, ...ahead.slice(index + 1)] } };
          }
          upTo = { turn, position: upTo.position };
        }
      return { found, upTo };
    },
  };
}
