import pg from 'pg';
import { environment } from '#tests/support/environment.ts';
import { processorMs } from '../programs.ts';

/** Measured cost: CPU time in ms, bytes of write-ahead log. Null if the system does not provide it. */
export type Cost = { engineMs: number | null; postgresMs: number | null; walBytes: number };

export type CostMeter = {
  /** Starts measuring; the returned function stops it. */
  begin(): Promise<() => Promise<Cost>>;
  /** Makes PostgreSQL write out all pages. Afterwards, the first change of each page costs a full page image
   *  in the log. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
};

/** Measures the cost of an engine's process and its database connections. Background processes of PostgreSQL
 *  (autovacuum, checkpointer, WAL writer) are not included; the log is that of the whole server.
 *  @param engine its process id is read again for each measurement, because an engine may be restarted;
 *    without an engine, only the database is measured */
export async function openCostMeter({
  engine,
  database,
}: {
  engine?: { readonly pid: number | null };
  database: string;
}): Promise<CostMeter> {
  const admin = new pg.Client({ connectionString: environment.pgUrl });
  await admin.connect();

  /** True for an external engine, which keeps its state elsewhere. */
  const isElsewhere = () => engine?.pid === null;

  async function postgresTimes(): Promise<Map<number, number | null>> {
    const { rows } = await admin.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = $1 and usesysid is not null',
      [database],
    );
    return new Map(
      await Promise.all(rows.map(async (row) => [row.pid, await processorMs(row.pid)] as const)),
    );
  }

  async function logPosition(): Promise<number> {
    const { rows } = await admin.query<{ at: string }>(
      `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as at`,
    );
    return Number(rows[0]?.at);
  }

  const engineMs = async () => {
    const pid = engine?.pid ?? null;
    return pid === null ? null : await processorMs(pid);
  };

  return {
    async begin() {
      const [engineBefore, postgresBefore, logBefore] = [
        await engineMs(),
        await postgresTimes(),
        await logPosition(),
      ];
      return async () => {
        const [engineAfter, postgresAfter] = [await engineMs(), await postgresTimes()];
        const spent = [...postgresAfter].map(([of, ms]) => minus(ms, postgresBefore.get(of) ?? 0));
        return {
          engineMs: minus(engineAfter, engineBefore),
          postgresMs: isElsewhere()
            ? null
            : spent.reduce((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0),
          walBytes: (await logPosition()) - logBefore,
        };
      };
    },
    checkpoint: async () => void (await admin.query('checkpoint')),
    close: () => admin.end(),
  };
}

const minus = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : after - before;
