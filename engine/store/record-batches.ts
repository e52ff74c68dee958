import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';
import type { RecordLine } from '../core/record-log.ts';
import type { Query } from './writer.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Fast, and still a tenth of the size: records are repetitive. */
const LEVEL = 1;
/** Up to this many bytes, compressing at once costs less than using another thread. */
const SMALL = 32_768;

/** A record as stored in a batch. */
export type StoredRecord = Omit<RecordLine, 'text'> & {
  /** The record as JSON, without a line break. */
  json: Buffer;
};

/** Encodes the records of a turn: one line per record, first its header fields, then its JSON. It uses bytes,
 *  because many records stay in memory and the garbage collector traces objects and strings again and
 *  again. */
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

/** Parses the header of the record that starts at a byte, and locates its JSON. Every exporter reads every
 *  header. */
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

/** Read position of an exporter in the records of a partition: after a record position, which lies in or
 *  before a turn. It keeps what was read beyond that (`ahead`, which starts with the current batch), so that
 *  this is read and unpacked once. */
export type Cursor = { turn: number; position: number; ahead?: readonly Batch[] };

/** The committed records. The latest ones are kept in memory; a reader behind them reads from the database,
 *  without evicting any of them. */
export type RecordBatches = {
  /** Adds the records of a committed turn. */
  add(turn: number, records: Buffer): void;
  /** Reads on from a cursor. Returns at most `max` records of the wanted types, fewer only when there are no
   *  more, and the end position. */
  read(
    from: Cursor,
    wanted: { partition: number; types: ReadonlySet<string>; max: number },
  ): Promise<{ found: StoredRecord[]; upTo: Cursor }>;
  /** Returns the number of bytes written after a turn; Infinity when that is older than the records in
   *  memory. */
  bytesAfter(turn: number): number;
};

/** Limits of one read: the number of batches, and the compressed bytes of all but the last of them. */
const BATCHES_PER_READ = 20;
const BYTES_PER_READ = 256 * 1024;
const BATCHES = `
  select turn, records
    from (select turn, records,
                 coalesce(sum(octet_length(records)) over (order by turn rows between unbounded preceding and 1 preceding), 0) as before
            from record_batch where turn >= $1 order by turn limit ${BATCHES_PER_READ}) as b
   where before < ${BYTES_PER_READ} order by turn`;

/** Memory of a turn besides its records. */
const BYTES_BESIDE = 200;

/** @param maxBytes maximum size of the records kept in memory
 *  @param lastTurn the newest existing turn */
export function createRecordBatches(
  query: Query,
  { maxBytes, lastTurn }: { maxBytes: number; lastTurn: number },
): RecordBatches {
  /** By turn; `end` counts the bytes added up to and including it. */
  const kept = new Map<number, { records: Buffer; end: number }>();
  let bytes = 0;
  let added = 0;
  let newest = lastTurn;

  /** Returns some batches from a turn on; none when there are no more. */
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
