import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import knexFactory, { type Knex } from 'knex';
import { grantRoles, makeViewerRole } from './database-roles.ts';
import { migrateJobs } from './jobs.ts';
import { adoptSquashedMigrations } from './squashed-migrations.ts';

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));

/** Source of the migrations: knex's own loader cannot import TypeScript modules. */
const source: Knex.MigrationSource<string> = {
  getMigrations: async () => (await readdir(FOLDER)).filter((file) => /^\d{4}-.*\.ts$/.test(file)).sort(),
  getMigrationName: (file) => file.replace(/\.ts$/, ''),
  getMigration: async (file) => (await import(pathToFileURL(join(FOLDER, file)).href)) as Knex.Migration,
};

/** Sets up a database for this version of the product: its tables, those of the job queue, and the grants.
 *  @param ownerUrl the database as the owner of its schemas
 *  @returns the names of the migrations applied now */
export async function setUpDatabase(ownerUrl: string): Promise<string[]> {
  await makeViewerRole(ownerUrl);
  const applied = await migrate(ownerUrl);
  await migrateJobs(ownerUrl);
  await grantRoles(ownerUrl);
  return applied;
}

/** Brings the schema of a database up to date. Safe to run twice and on several nodes at once (knex takes a
 *  lock).
 *  @returns the names of the migrations applied now
 *  @throws when a migration fails; it is rolled back, and earlier ones stay
 *  @throws SchemaTooOld when the database lacks migrations that this version no longer has */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const knex = knexFactory({ client: 'pg', connection: databaseUrl, pool: { min: 0, max: 2 } });
  try {
    await adoptSquashedMigrations(knex);
    const [, applied] = (await knex.migrate.latest({ migrationSource: source })) as [number, string[]];
    return applied.map((file) => file.replace(/\.ts$/, ''));
  } finally {
    await knex.destroy();
  }
}
