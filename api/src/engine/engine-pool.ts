import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';
import type { Log } from '../platform/log.ts';

/** Recurring statements find few rows, by an index. The planner knows neither how many rows are in a bulk nor
 *  how large a table is that grew from nothing, and would rather scan it whole. */
const PLANNER = [
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
];

/** Opens the connection pool of the engine side. Statements are pipelined: those that do not wait for each
 *  other's answers go to the server together, so that a bulk costs three round trips. Both the server's
 *  statement timeout and the client's query timeout end before an exporter gives up (30 s). */
export function openEnginePool({
  databaseUrl,
  max,
  log,
}: {
  databaseUrl: string;
  max: number;
  log: Log;
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'shahrah-engine',
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 20_000,
    query_timeout: 25_000,
    options: PLANNER.map((setting) => `-c ${setting}`).join(' '),
    keepAlive: true,
    ...PIPELINED,
  });
  pool.on('error', (error) =>
    log.warn({ reason: error.message }, 'an idle connection of the engine side was lost'),
  );
  return pool;
}
