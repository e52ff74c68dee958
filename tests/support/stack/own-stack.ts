import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDb } from '#api/platform/db.ts';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { restoreBackup } from '#stack/backup/restore.ts';
import { postgresUrls, startPostgres } from '#stack/postgres.ts';
import { postgresDataOfRoot } from '#stack/postgres-programs.ts';
import { secretsOf } from '#stack/secrets.ts';
import { aFreePort } from '../api-process.ts';
import type { TestDatabase } from '../database.ts';

export type OwnStack = {
  readonly home: string;
  /** As the owner of the schemas, who migrates. */
  readonly ownerUrl: string;
  /** The database `shahrah`. */
  readonly database: TestDatabase;
  /** PostgreSQL, to be stopped and started again with the same data. */
  readonly server: {
    pid(): number;
    stop(): Promise<void>;
    start(): Promise<void>;
  };
  /** Stops PostgreSQL and deletes the home. */
  close(): Promise<void>;
};

/** An empty home, deleted with what PostgreSQL keeps elsewhere for it by `deleteHome`. */
export const newHome = (): string => mkdtempSync(join(tmpdir(), 'shahrah-'));

export function deleteHome(home: string): void {
  for (const folder of [home, postgresDataOfRoot(home)]) rmSync(folder, { recursive: true, force: true });
}

/** PostgreSQL as `npm start` runs it, set up and migrated, in a home of its own: a new one, or one that has been filled before.
 *  Call `close` in `after`. */
export async function anOwnStack({ home = newHome() }: { home?: string } = {}): Promise<OwnStack> {
  const passwords = secretsOf(home);
  const port = await aFreePort();
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

/** What was backed up, restored into a home of its own and started on another port. It may be anywhere that the account of
 *  PostgreSQL reaches, so the data may lie elsewhere than before. */
export async function restored(backup: string): Promise<OwnStack> {
  const home = newHome();
  chmodSync(home, 0o755);
  await restoreBackup(backup, home);
  return anOwnStack({ home });
}

/** Signs in, asks, and signs out again. */
export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
