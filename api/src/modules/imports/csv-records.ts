import { createReadStream } from 'node:fs';
import { type CsvError, parse } from 'csv-parse';

/** Row of the file by its last line, or its fault. */
export type CsvRow = { line: number; record: Record<string, string>; broken?: string };

export class FileUnreadable extends Error {}

/** Limit for one row: a quote that is never closed would make one row of the rest of the file. */
const MAX_ROW_LENGTH = 1_000_000;

/** Replacement for bytes that are not UTF-8: what was sent is lost. */
const REPLACEMENT_CHARACTER = '\ufffd';

type Parsed = { info: { lines: number }; record: Record<string, string>; raw: string };

/** Reads a CSV file row by row, whatever its size. Broken rows are returned as such, slightly before or after
 *  their neighbours, so that each is accounted for.
 *  @param requireColumns called with the header; throw to refuse the file
 *  @throws FileUnreadable naming the line from which rows cannot be told apart */
export async function* csvRecords(
  path: string,
  requireColumns: (header: readonly string[]) => void,
): AsyncGenerator<CsvRow> {
  const broken: CsvRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    raw: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_ROW_LENGTH,
    columns: (header: string[]) => {
      requireColumns(header);
      return header;
    },
    on_skip(error: CsvError | undefined, raw: string | undefined) {
      const line = Number((error as { lines?: number } | undefined)?.lines);
      broken.push({
        line,
        record: { raw: printable(raw ?? '').trimEnd() },
        broken: error?.message ?? 'cannot be read',
      });
      return undefined;
    },
  });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  try {
    for await (const { info, record, raw } of parser as AsyncIterable<Parsed>) {
      yield* broken.splice(0);
      const row = { line: info.lines, record: printableRecord(record) };
      yield raw.includes(REPLACEMENT_CHARACTER)
        ? { ...row, broken: 'it holds bytes that are no UTF-8' }
        : row;
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_') !== true) throw error;
    throw new FileUnreadable((error as Error).message, { cause: error });
  }
  yield* broken;
}

/** PostgreSQL does not store NUL. */
const printable = (text: string): string => text.replaceAll('\0', REPLACEMENT_CHARACTER);

const printableRecord = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([column, value]) => [column, printable(value)]));
