import { deflateRaw, inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import type { RecordLine } from '../core/record-log.ts';
import type { Query } from './writer.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Fast, and still a tenth of the text: records repeat themselves. */
const LEVEL = 1;

/** Writes the records of a turn as one compressed text: a line a record, what is asked without parsing first. */
export async function packRecords(lines: readonly RecordLine[]): Promise<Buffer | null> {
  if (lines.length === 0) return null;
  const text = lines
    .map((one) => `${one.partition} ${one.position} ${one.timestamp} ${one.valueType} ${one.text}\n`)
    .join('');
  return deflate(text, { level: LEVEL });
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

/** Where a reader of the records of a partition stands: after a position, which lies in or before a turn. */
export type Cursor = { turn: number; position: number };

/** The committed records, newest turns in memory. */
export type RecordBatches = {
  /** Takes the records of a turn that was committed. */
  add(turn: number, lines: readonly RecordLine[]): void;
  /** Reads on from a cursor: at most `max` records of the wanted types, and where that ends. */
  read(
    from: Cursor,
    wanted: { partition: number; types: ReadonlySet<string>; max: number },
  ): Promise<{ lines: RecordLine[]; upTo: Cursor }>;
};

const BATCHES_A_READ = 20;
const BATCHES = 'select turn, records from record_batch where turn >= $1 order by turn limit $2';

/** @param maxBytes of the records that are kept in memory for readers that keep up; others read from the database */
export function createRecordBatches(query: Query, maxBytes: number): RecordBatches {
  const recent: { turn: number; lines: readonly RecordLine[]; bytes: number }[] = [];
  let bytes = 0;

  const batchesFrom = async (turn: number): Promise<{ turn: number; lines: readonly RecordLine[] }[]> => {
    const first = recent[0];
    if (first && first.turn <= turn) {
      const at = recent.findIndex((one) => one.turn >= turn);
      return at < 0 ? [] : recent.slice(at, at + BATCHES_A_READ);
    }
    const rows = await query<{ turn: string; records: Buffer | null }>('batches', BATCHES, [
      turn,
      BATCHES_A_READ,
    ]);
    return Promise.all(
      rows.map(async (row) => ({ turn: Number(row.turn), lines: await unpackRecords(row.records) })),
    );
  };

  return {
    add(turn, lines) {
      if (lines.length === 0) return;
      const size = lines.reduce((sum, { text }) => sum + text.length, 0);
      recent.push({ turn, lines, bytes: size });
      bytes += size;
      while (bytes > maxBytes && recent.length > 1) bytes -= recent.shift()?.bytes ?? 0;
    },
    async read(from, { partition, types, max }) {
      const lines: RecordLine[] = [];
      let upTo = from;
      for (const batch of await batchesFrom(from.turn)) {
        for (const line of batch.lines) {
          if (line.partition !== partition || line.position <= upTo.position) continue;
          upTo = { turn: batch.turn, position: line.position };
          if (types.has(line.valueType) && lines.push(line) === max) return { lines, upTo };
        }
        upTo = { turn: batch.turn, position: upTo.position };
      }
      return { lines, upTo };
    },
  };
}
