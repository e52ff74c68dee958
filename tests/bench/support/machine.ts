import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import pg from 'pg';

/** Machine and time of a run. `loadBefore` above 1 means that other work was running on the machine. */
export type Machine = {
  at: string;
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  postgres: string;
  durable: boolean;
  commit: string;
  loadBefore: number;
};

export async function describeMachine(databaseUrl: string): Promise<Machine> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; durable: boolean }>(
    `select current_setting('server_version') as version,
            current_setting('fsync')::boolean and current_setting('synchronous_commit') = 'on' as durable`,
  );
  await client.end();
  const all = cpus();
  return {
    at: new Date().toISOString().slice(0, 19),
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    postgres: rows[0]?.version ?? 'unknown',
    durable: rows[0]?.durable ?? false,
    commit: await commit(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

const commit = (): Promise<string> =>
  promisify(execFile)('git', ['rev-parse', '--short', 'HEAD']).then(
    ({ stdout }) => stdout.trim(),
    () => 'unknown',
  );
