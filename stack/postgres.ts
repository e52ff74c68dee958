import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { API_ROLE, ENGINE_ROLE, makeRoles, urlAs } from '#api/platform/database-roles.ts';
import { placePostgres, type PostgresPlace } from './postgres-programs.ts';
import { commandLineOf, identify } from './process-identity.ts';
import type { Secrets } from './secrets.ts';
import { StackProblem } from './stack-problem.ts';
import { type Child, startChild } from './supervise.ts';
import { waitUntilReady } from './wait.ts';

/** Options of the embedded PostgreSQL. */
export interface PostgresOptions {
  readonly home: string;
  readonly port: number;
  readonly passwords: DatabasePasswords;
  /** Trades safety in a power failure for speed; only for tests. */
  readonly unsafe: boolean;
}

/** Passwords of the superuser `postgres`; of `shahrah`, who owns the database of this name; and of the roles
 *  of api and engine. */
export type DatabasePasswords = Pick<Secrets, 'postgres' | 'database' | 'apiDatabase' | 'engineDatabase'>;

const READY_TIMEOUT_MS = 60_000;

/** Starts PostgreSQL on loopback; the cluster, the database and the roles are created at the first start.
 *  Text sorts by code point and changes case by Unicode (builtin C.UTF-8), which is fast and the same
 *  everywhere; sorting for people names `COLLATE "fa-x-icu"`. */
export async function startPostgres(options: PostgresOptions): Promise<Child> {
  const place = await placePostgres(options.home);
  makeCluster(place, options.passwords.postgres);
  dropStaleLock(place.data);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${options.port}`,
    'max_connections=200',
    'shared_buffers=256MB',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(options.unsafe ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  const child = startChild(options.home, {
    name: 'postgres',
    command: join(place.bin, 'postgres'),
    args: ['-D', place.data, ...settings.flatMap((setting) => ['-c', setting])],
    stopSignal: 'SIGINT',
    ...accountOf(place),
  });
  const { adminUrl, ownerUrl } = postgresUrls(options.port, options.passwords);
  await waitUntilReady(child, () => canConnect(adminUrl), READY_TIMEOUT_MS);
  await makeDatabase(adminUrl, options.passwords.database);
  await makeRoles(ownerUrl, {
    api: options.passwords.apiDatabase,
    engine: options.passwords.engineDatabase,
  });
  return child;
}

/** Returns the URLs of the database `shahrah` as its owner, as the api and as the engine, and of the
 *  maintenance database as the superuser. */
export function postgresUrls(port: number, passwords: DatabasePasswords) {
  const server = `postgres://127.0.0.1:${port}`;
  return {
    ownerUrl: urlAs(`${server}/shahrah`, 'shahrah', passwords.database),
    apiUrl: urlAs(`${server}/shahrah`, API_ROLE, passwords.apiDatabase),
    engineUrl: urlAs(`${server}/shahrah`, ENGINE_ROLE, passwords.engineDatabase),
    adminUrl: urlAs(`${server}/postgres`, 'postgres', passwords.postgres),
  };
}

const accountOf = ({ uid, gid }: PostgresPlace): { uid?: number; gid?: number } => ({
  ...(uid === undefined ? {} : { uid }),
  ...(gid === undefined ? {} : { gid }),
});

function makeCluster(place: PostgresPlace, superPassword: string): void {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  const fresh = `${place.data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(dirname(fresh), { recursive: true });
  if (place.uid !== undefined) chmodSync(dirname(fresh), 0o755);
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = join(fresh, 'password');
  writeFileSync(passwordFile, superPassword, { mode: 0o600 });
  const cluster = join(fresh, 'cluster');
  if (place.uid !== undefined && place.gid !== undefined) {
    for (const path of [fresh, passwordFile]) chownSync(path, place.uid, place.gid);
  }
  const made = spawnSync(
    join(place.bin, 'initdb'),
    [
      `--pgdata=${cluster}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { encoding: 'utf8', cwd: '/', ...accountOf(place) },
  );
  if (made.status !== 0) {
    throw new StackProblem(
      `PostgreSQL could not make its data folder ${place.data}: ${(made.stderr || String(made.error)).trim()}`,
    );
  }
  rmSync(place.data, { recursive: true, force: true });
  renameSync(cluster, place.data);
  rmSync(fresh, { recursive: true, force: true });
}

const lockFile = (data: string): string => join(data, 'postmaster.pid');

/** Reads the lock file of a data folder: whether its process is alive, and the port once there is one. */
function lockOf(data: string): { alive: boolean; port: number | undefined } {
  if (!existsSync(lockFile(data))) return { alive: false, port: undefined };
  const [pid = 0, , , port] = readFileSync(lockFile(data), 'utf8').split('\n').map(Number);
  return { alive: Boolean(identify(pid)) && commandLineOf(pid).includes(data), port };
}

/** Returns the port of the server that runs on this data folder; undefined when none runs. */
export function portOfRunning(data: string): number | undefined {
  const { alive, port } = lockOf(data);
  return alive ? port : undefined;
}

/** A lock file survives a power failure, and its pid may have been reused; PostgreSQL would then refuse to
 *  start. */
function dropStaleLock(data: string): void {
  if (!lockOf(data).alive) rmSync(lockFile(data), { force: true });
}

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.end();
  return true;
}

async function makeDatabase(adminUrl: string, ownerPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = await client.query("select 1 from pg_roles where rolname = 'shahrah'");
    if (role.rowCount === 0) {
      const password = client.escapeLiteral(ownerPassword);
      await client.query(`create role shahrah login createdb createrole password ${password}`);
    }
    const database = await client.query("select 1 from pg_database where datname = 'shahrah'");
    if (database.rowCount === 0) {
      await makeExtensions(adminUrl);
      await client.query('create database shahrah owner shahrah');
    }
  } finally {
    await client.end();
  }
}

/** Only the superuser may create `earthdistance`; a database copies the extensions of its template. */
async function makeExtensions(adminUrl: string): Promise<void> {
  const template = new pg.Client({ connectionString: adminUrl.replace(/\/postgres$/, '/template1') });
  await template.connect();
  try {
    for (const name of ['pg_trgm', 'cube', 'earthdistance']) {
      await template.query(`create extension if not exists ${name}`);
    }
  } finally {
    await template.end();
  }
}
