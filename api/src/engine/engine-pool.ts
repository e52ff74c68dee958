import pg from 'pg';
import { PIPELINED } from '#common/node/pipelining.ts';
import type { Log } from '../platform/log.ts';

/** What runs all the time finds its rows by an index, and few of them. The planner knows neither how many are in a bulk nor, of tables that
 *  grow from nothing, how large they are, and would rather read them whole. */
const PLANNER = [
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
];

/** Connections of the engine side. Statements are pipelined: those that do not wait for another's answer go to the server
 *  together, so that a bulk costs three round trips. The server ends a statement, and the wait for one without an answer is over, before an
 *  exporter gives up (30 s). */
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
