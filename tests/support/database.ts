import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Db, openDb } from '#api/platform/db.ts';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { environment } from './environment.ts';

export type TestDatabase = {
  /** Connection as the superuser, without restrictions. */
  url: string;
  /** Connections with the roles that API and engine have in production. */
  apiUrl: string;
  engineUrl: string;
  name: string;
  db: Db;
  drop(): Promise<void>;
};

const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));
const LOCK = 7_301_101;

/** Creates a private, migrated database; `useDatabase` drops it too. It is copied from a template, which is
 *  built once per state of the migrations. */
export async function aDatabase({ max = 8 }: { max?: number } = {}): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const url = urlOf(name);
  const apiUrl = urlOf(name, environment.pgApiUrl);
  const engineUrl = urlOf(name, environment.pgEngineUrl);
  await withAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      await admin.query(`create database ${name} template ${await template(admin)} strategy file_copy`);
    } finally {
      await admin.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  });
  const db = openDb(url, { max });
  return {
    url,
    apiUrl,
    engineUrl,
    name,
    db,
    async drop() {
      await db.destroy();
      await withAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function template(admin: pg.Client): Promise<string> {
  const name = `template_${await fingerprint()}`;
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount) return name;
  const half = `${name}_half`;
  await admin.query(`drop database if exists ${half} with (force)`);
  await admin.query(`create database ${half}`);
  await setUpDatabase(urlOf(half));
  await admin.query(`alter database ${half} rename to ${name}`);
  return name;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(MIGRATIONS, { recursive: true }))
    .filter((file) => /\.(ts|json)$/.test(file))
    .sort();
  for (const file of files) hash.update(file).update(await readFile(MIGRATIONS + file));
  return hash.digest('hex').slice(0, 12);
}

async function withAdmin(use: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: environment.pgUrl });
  await admin.connect();
  try {
    await use(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string, server = environment.pgUrl): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
