import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '#api/platform/canonical-json.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Registration, RequestsService } from '../requests/index.ts';
import { csvRecords, FileUnreadable } from './csv-records.ts';
import { columnsOf, type ImportMap } from './import-map.ts';
import { type ImportRow, importsRepo, type ProcessedRow } from './imports.repo.ts';
import { type ImportMode, type RowReader, rowReader, type RowReading } from './read-row.ts';

export type ImportStage = 'reading' | 'taking-in';
export type ImportOptions = {
  file: string;
  map: ImportMap;
  mode: ImportMode;
  onProgress?: (stage: ImportStage, done: number, total: number) => void;
  /** Stops after the current batch; the import can be resumed. */
  signal?: AbortSignal;
};
export type ImportRun = { id: string; resumed: boolean; finished: boolean };

/** Rows per transaction: large enough to be fast, small enough to stop soon. */
const BATCH_SIZE = 300;

/** SQLSTATE classes of a value that does not fit: data exception, integrity violation. */
const WRONG_VALUE = /^(22|23)/;

type Deps = { db: Db; clock: Clock; requests: RequestsService };

/** Imports the requests of another system through the same intake as every channel. Rows are first stored,
 *  then registered in the order of their own times, in batches that are each one transaction together with
 *  the results of the rows: a stop at any moment loses nothing, and the next run with the same file resumes
 *  there. */
export function importsService({ db, clock, requests }: Deps) {
  async function read(importId: string, { file, map, onProgress, signal }: ImportOptions, reader: RowReader) {
    let read = 0;
    let rows: Parameters<ReturnType<typeof importsRepo>['addRows']>[1][number][] = [];
    const keep = async () => {
      await importsRepo(db).addRows(importId, rows);
      read += rows.length;
      rows = [];
      onProgress?.('reading', read, read);
    };
    for await (const row of csvRecords(file, (header) => requireColumns(map, header))) {
      if (signal?.aborted) return false;
      rows.push({ ...row, madeAt: row.broken === undefined ? reader.madeAt(row.record) : undefined });
      if (rows.length === BATCH_SIZE) await keep();
    }
    if (rows.length > 0) await keep();
    await importsRepo(db).readToEnd(importId);
    return true;
  }

  /** @returns the number of rows done; 0 at the end */
  const registerBatch = (importId: string, reader: RowReader, size: number): Promise<number> =>
    db.transaction(async (tx) => {
      const repo = importsRepo(tx);
      const rows = await repo.nextRows(importId, size);
      if (rows.length === 0) return 0;
      const readings = rows.map(({ record }) => readingOf(reader, record));
      const filings = readings.flatMap((reading) => ('filing' in reading ? [reading.filing] : []));
      const registrations = await requests.registerAll(filings, tx);
      let next = 0;
      const done = rows.map((row, index) => {
        const reading = readings[index] as RowReading;
        return 'filing' in reading
          ? doneRow(row, reading, registrations[next++] as Registration)
          : { line: row.line, result: 'refused' as const, request_id: null, ...reading };
      });
      await repo.saveResults(importId, done);
      return rows.length;
    });

  /** Registers a batch. A value that the database refuses concerns its row only: the batch is repeated row by
   *  row, and that row is recorded. */
  async function registerRows(importId: string, reader: RowReader): Promise<number> {
    try {
      return await registerBatch(importId, reader, BATCH_SIZE);
    } catch (error) {
      if (!isWrongValue(error)) throw error;
    }
    for (let taken = 0; taken < BATCH_SIZE; taken++) {
      try {
        if ((await registerBatch(importId, reader, 1)) === 0) return taken;
      } catch (error) {
        if (!isWrongValue(error)) throw error;
        await db.transaction(async (tx) => {
          const [row] = await importsRepo(tx).nextRows(importId, 1);
          if (row) await importsRepo(tx).saveResults(importId, [unwritable(row, error.code)]);
        });
      }
    }
    return BATCH_SIZE;
  }

  return {
    /** @throws FileUnreadable when the file lacks a column or cannot be split into rows */
    async run(options: ImportOptions): Promise<ImportRun> {
      const { file, map, mode, onProgress, signal } = options;
      const reader = rowReader(map, mode);
      const repo = importsRepo(db);
      const { id, resumed, readToEnd } = await repo.open({
        source: map.source,
        mode,
        fileName: basename(file),
        fingerprint: await fingerprintOf(file, map),
        at: clock.now(),
      });
      if (!readToEnd && !(await read(id, options, reader))) return { id, resumed, finished: false };
      const { read: total, done } = await repo.progress(id);
      for (let all = done, taken = -1; taken !== 0;) {
        onProgress?.('taking-in', all, total);
        if (signal?.aborted) return { id, resumed, finished: false };
        taken = await registerRows(id, reader);
        all += taken;
      }
      await repo.finish(id, clock.now());
      return { id, resumed, finished: true };
    },
  };
}

function doneRow({ line }: ImportRow, { owner }: RowReading, registration: Registration): ProcessedRow {
  if (registration.result === 'refused')
    return { line, result: 'refused', reasons: reasonsOf(registration), owner, request_id: null };
  const result = registration.result === 'known' && registration.changed ? 'changed' : registration.result;
  return { line, result, reasons: [], owner, request_id: registration.request.id };
}

function reasonsOf({ problem }: Extract<Registration, { result: 'refused' }>): string[] {
  const { errors } = problem.extra as { errors?: { path: string; message: string }[] };
  return errors?.map(({ path, message }) => `${path} ${message}`) ?? [problem.title];
}

/** Reads a row. An error of the reader concerns that row only. */
function readingOf(reader: RowReader, record: ImportRow['record']): RowReading {
  try {
    return reader.read(record);
  } catch (error) {
    return { reasons: [`it cannot be read: ${(error as Error).message}`], owner: null };
  }
}

const unwritable = ({ line }: ImportRow, sqlState: string): ProcessedRow => ({
  line,
  result: 'refused',
  reasons: [`the database refuses a value (${sqlState})`],
  owner: null,
  request_id: null,
});

const isWrongValue = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && WRONG_VALUE.test(String((error as { code?: unknown }).code));

function requireColumns(map: ImportMap, header: readonly string[]): void {
  const missing = [...columnsOf(map)].filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new FileUnreadable(`The file has no column ${missing.join(', ')}, which the map names`);
}

async function fingerprintOf(file: string, map: ImportMap): Promise<string> {
  const hash = createHash('sha256').update(canonicalJson(map));
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
