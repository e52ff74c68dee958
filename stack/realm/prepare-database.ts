import { withPassword, withVariableFiles } from '#common/node/environment-files.ts';
import { giveKeycloakDatabase } from './keycloak-database.ts';

/* Prepares Keycloak's database, and takes over one that it has filled as a superuser. */
const { DATABASE_URL, DATABASE_PASSWORD, KEYCLOAK_DATABASE_PASSWORD } = withVariableFiles(process.env, [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'KEYCLOAK_DATABASE_PASSWORD',
]);
if (!DATABASE_URL || !KEYCLOAK_DATABASE_PASSWORD) {
  console.error('Set DATABASE_URL to the server as a superuser, and KEYCLOAK_DATABASE_PASSWORD.');
  process.exit(1);
}
await giveKeycloakDatabase(
  withPassword(DATABASE_URL, DATABASE_PASSWORD, 'DATABASE_URL'),
  KEYCLOAK_DATABASE_PASSWORD,
);
console.log('Keycloak has its database.');
