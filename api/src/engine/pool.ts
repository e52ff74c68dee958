import pg from 'pg';
import { PIPELINED } from '../../../common/pipelining.ts';
import type { Log } from '../platform/log.ts';

/** Every statement finds its rows by a key, and few of them. The planner knows neither how many are in a bulk nor, of tables that grow
 *  from nothing, how large they are, and would rather read them whole. */
const PLANNER =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c jit=off';

/** Connections of the engine side. Statements are pipelined: those that do not wait for another's answer go to the server
 *  together, so that a bulk costs three round trips. `statement_timeout` ends before an exporter gives up (30 s). */
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
    options: PLANNER,
    keepAlive: true,
    ...PIPELINED,
  });
  pool.on('error', (error) =>
    log.warn({ reason: error.message }, 'an idle connection of the engine side was lost'),
  );
  return pool;
}
