import { readRolePasswords } from '../config.ts';
import { makeRoles } from '../platform/database-roles.ts';
import { setUpDatabase } from '../platform/migrate.ts';
import { SchemaTooOld } from '../platform/squashed-migrations.ts';
import { targetDatabaseUrl } from './database-target.ts';

const ownerUrl = await targetDatabaseUrl({ asOwner: true });
const passwords = readRolePasswords();
if (passwords) await makeRoles(ownerUrl, passwords);
try {
  const applied = await setUpDatabase(ownerUrl);
  console.log(applied.length ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
} catch (error) {
  if (!(error instanceof SchemaTooOld)) throw error;
  process.exitCode = 1;
  console.error(error.message);
}
