import type { Db } from '#api/platform/db.ts';
import type { RowResult } from './imports.repo.ts';

/** `department` is null while no process has said which department has the request. */
export type OwnerLine = { owner: string | null; department: string | null; rows: number };

export type ImportReport = {
  read: number;
  results: Record<RowResult, number>;
  history: number;
  reasons: { reason: string; rows: number }[];
  /** Departments that have the requests of each owner now. */
  owners: OwnerLine[];
  /** Requests whose process has not yet said which department has them. */
  notRouted: number;
  /** Open tasks by queue: the people who have to do something. */
  waiting: { queue: string; rows: number }[];
};

/** Reads the result of an import from the database. */
export const importsView = (db: Db) => ({
  async report(importId: string): Promise<ImportReport> {
    const results: Record<RowResult, number> = { created: 0, known: 0, changed: 0, refused: 0 };
    const counted = await db('import_rows')
      .where({ import_id: importId })
      .groupBy('result')
      .select<{ result: RowResult | null; rows: number }[]>('result', db.raw('count(*)::integer as rows'));
    for (const { result, rows } of counted) if (result) results[result] = rows;
    const requests = () =>
      db('import_rows as i').join('requests as r', 'r.id', 'i.request_id').where('i.import_id', importId);
    const count = db.raw('count(*)::integer as rows');
    const [history, notRouted] = await Promise.all([
      requests().where('r.history_only', true).select<{ rows: number }[]>(count),
      requests().where('r.status', 'received').select<{ rows: number }[]>(count),
    ]);
    return {
      read: counted.reduce((sum, { rows }) => sum + rows, 0),
      results,
      history: history[0]?.rows ?? 0,
      notRouted: notRouted[0]?.rows ?? 0,
      reasons: await db('import_rows as i')
        .joinRaw('cross join unnest(i.reasons) as reason')
        .where('i.import_id', importId)
        .groupBy('reason')
        .orderBy('rows', 'desc')
        .select('reason', count),
      owners: await requests()
        .groupByRaw('1, 2')
        .orderByRaw('1, 3 desc')
        .select(
          'i.owner',
          db.raw("case when r.status <> 'received' then r.department end as department"),
          count,
        ),
      waiting: await requests()
        .join('tasks as t', 't.request_id', 'r.id')
        .where('t.state', 'created')
        .groupBy('t.queue')
        .orderBy('rows', 'desc')
        .select('t.queue', count),
    };
  },

  /** Counts the requests of the import that wait for their process to name the department. */
  async notRouted(importId: string): Promise<number> {
    const row = await db('import_rows as i')
      .join('requests as r', 'r.id', 'i.request_id')
      .where({ 'i.import_id': importId, 'r.status': 'received' })
      .count({ rows: '*' })
      .first();
    return Number(row?.rows);
  },

  /** Returns the age, in seconds, of the newest engine record that the read side shows, for the slowest
   *  partition. While the engine works without pause, this is the lag of the screens. */
  async readLag(): Promise<number | undefined> {
    const { rows } = await db.raw<{ rows: { lag: number | null }[] }>(
      `select extract(epoch from max(clock_timestamp() - record_at))::float8 as lag
         from engine_positions where exporter = 'fast'`,
    );
    return rows[0]?.lag ?? undefined;
  },

  /** Returns the refused rows in the order of the file, a page at a time. */
  async refused(importId: string, afterLine: number, limit: number) {
    return db('import_rows')
      .select<{ line: number; reasons: string[]; record: Record<string, string> }[]>(
        'line',
        'reasons',
        'record',
      )
      .where({ import_id: importId, result: 'refused' })
      .where('line', '>', afterLine)
      .orderBy('line')
      .limit(limit);
  },
});

export type ImportsView = ReturnType<typeof importsView>;
