import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDb } from '#api/platform/db.ts';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { restoreBackup } from '#stack/backup/restore.ts';
import { freePort } from '#stack/ports.ts';
import { postgresUrls, startPostgres } from '#stack/postgres.ts';
import { postgresDataOfRoot } from '#stack/postgres-programs.ts';
import { secretsOf } from '#stack/secrets.ts';
import type { TestDatabase } from '../database.ts';

export type OwnStack = {
  readonly home: string;
  /** Connection as the schema owner, which runs migrations. */
  readonly ownerUrl: string;
  /** The database `shahrah`. */
  readonly database: TestDatabase;
  /** PostgreSQL server, which can be stopped and restarted with the same data. */
  readonly server: {
    pid(): number;
    stop(): Promise<void>;
    start(): Promise<void>;
  };
  /** Stops PostgreSQL and deletes the home directory. */
  close(): Promise<void>;
};

/** Creates an empty home directory. `deleteHome` deletes it together with PostgreSQL data stored
 *  elsewhere. */
export const newHome = (): string => mkdtempSync(join(tmpdir(), 'shahrah-'));

export function deleteHome(home: string): void {
  for (const folder of [home, postgresDataOfRoot(home)]) rmSync(folder, { recursive: true, force: true });
}

/** Runs PostgreSQL as `npm start` does, set up and migrated, in a home directory of its own: a new one, or
 *  one filled earlier. Call `close` in `after`. */
export async function anOwnStack({ home = newHome() }: { home?: string } = {}): Promise<OwnStack> {
  const passwords = secretsOf(home);
  const port = await freePort();
  const start = () => startPostgres({ home, port, passwords, unsafe: false });
  let postgres = await start();
  const { adminUrl, ownerUrl, apiUrl, engineUrl } = postgresUrls(port, passwords);
  await setUpDatabase(ownerUrl).catch(async (error: unknown) => {
    await postgres.stop();
    deleteHome(home);
    throw error;
  });
  const url = adminUrl.replace(/[^/]+$/, 'shahrah');
  const db = openDb(url, { max: 4 });
  const close = async () => {
    await db.destroy();
    await postgres.stop();
    deleteHome(home);
  };
  const database = { url, apiUrl, engineUrl, name: 'shahrah', db, drop: close };
  const server = {
    pid: () => postgres.pid,
    stop: () => postgres.stop(),
    async start() {
      postgres = await start();
    },
  };
  return { home, ownerUrl, database, server, close };
}

/** Restores a backup into a new home directory and starts it on another port. The directory may be anywhere
 *  the PostgreSQL account can reach, so the data may be in a different place than before. */
export async function restored(backup: string): Promise<OwnStack> {
  const home = newHome();
  chmodSync(home, 0o755);
  await restoreBackup(backup, home);
  return anOwnStack({ home });
}

/** Connects, runs a query, and disconnects. */
export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
