import type { Db } from '#api/platform/db.ts';
import type { CsvRow } from './csv-records.ts';
import type { ImportMode } from './read-row.ts';

export type ImportRow = { line: number; record: Record<string, string> };
export type RowResult = 'created' | 'known' | 'changed' | 'refused';
export type ProcessedRow = {
  line: number;
  result: RowResult;
  reasons: string[];
  owner: string | null;
  request_id: string | null;
};

export type ImportHandle = { id: string; resumed: boolean; readToEnd: boolean };

/** Imports and their rows. */
export const importsRepo = (db: Db) => ({
  /** Resumes the unfinished import of this file, or begins one. */
  async open(of: {
    source: string;
    mode: ImportMode;
    fileName: string;
    fingerprint: string;
    at: Date;
  }): Promise<ImportHandle> {
    const [begun] = await db('imports')
      .insert({
        source: of.source,
        mode: of.mode,
        file_name: of.fileName,
        fingerprint: of.fingerprint,
        started_at: of.at,
      })
      .onConflict(db.raw('(fingerprint, mode) where finished_at is null'))
      .ignore()
      .returning<{ id: string }[]>('id');
    if (begun) return { id: begun.id, resumed: false, readToEnd: false };
    const found = await db('imports')
      .select('id', 'read_to_end')
      .where({ fingerprint: of.fingerprint, mode: of.mode, finished_at: null })
      .first();
    if (!found) return this.open(of);
    return { id: found.id, resumed: true, readToEnd: found.read_to_end };
  },

  /** Stores rows as they were read; existing ones stay as they are. */
  async addRows(importId: string, rows: readonly (CsvRow & { madeAt: Date | undefined })[]): Promise<void> {
    await db.raw(
      `with kept as (
         insert into import_rows (import_id, line, made_at, record, result, reasons)
         select ?, line, made_at, record, result, reasons
           from jsonb_to_recordset(?::jsonb)
             as r (line integer, made_at timestamptz, record jsonb, result text, reasons text[])
         on conflict do nothing returning line)
       update imports set rows_read = rows_read + (select count(*) from kept) where id = ?`,
      [
        importId,
        JSON.stringify(
          rows.map(({ line, madeAt, record, broken }) => ({
            line,
            made_at: madeAt ?? null,
            record,
            result: broken === undefined ? null : 'refused',
            reasons: broken === undefined ? [] : [broken],
          })),
        ),
        importId,
      ],
    );
  },

  async readToEnd(importId: string): Promise<void> {
    await db('imports').where({ id: importId }).update({ read_to_end: true });
  },

  async finish(importId: string, at: Date): Promise<void> {
    await db('imports').where({ id: importId }).update({ finished_at: at });
  },

  /** Returns the next rows, oldest first. It locks the import until the end of the transaction, so that two
   *  runs take turns. */
  async nextRows(importId: string, limit: number): Promise<ImportRow[]> {
    await db('imports').select('id').where({ id: importId }).forUpdate();
    return db('import_rows')
      .select('line', 'record')
      .where({ import_id: importId })
      .whereNull('result')
      .orderByRaw('made_at nulls last, line')
      .limit(limit);
  },

  /** Records the results of rows. Imported rows are in the requests now; only refused ones are kept for the
   *  report. */
  async saveResults(importId: string, rows: readonly ProcessedRow[]): Promise<void> {
    await db.raw(
      `update import_rows i
          set result = d.result, reasons = d.reasons, owner = d.owner, request_id = d.request_id,
              record = case when d.result = 'refused' then i.record end
         from jsonb_to_recordset(?::jsonb)
           as d (line integer, result text, reasons text[], owner text, request_id uuid)
        where i.import_id = ? and i.line = d.line`,
      [JSON.stringify(rows), importId],
    );
  },

  async progress(importId: string): Promise<{ read: number; done: number }> {
    const row = await db('import_rows')
      .where({ import_id: importId })
      .select(db.raw('count(*)::integer as read, count(result)::integer as done'))
      .first();
    return { read: row.read, done: row.done };
  },
});
