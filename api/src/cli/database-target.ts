import { readToolConfig } from '../config.ts';

export class NoDatabaseTarget extends Error {}

/** Returns the system that a tool works on: the one named by the environment, else the embedded stack of this
 *  clone. */
export async function readTarget(): Promise<{
  databaseUrl: string;
  publicUrl: string;
  keycloakUrl: string;
  realm: string;
  /** TOTP secret of the demo people; undefined where there are none. */
  totpSecret: string | undefined;
}> {
  const { keycloakRealm: realm, ...given } = readToolConfig();
  const embedded = await embeddedStack();
  const databaseUrl = given.databaseUrl ?? embedded?.databaseUrl;
  const publicUrl = given.publicUrl ?? embedded?.publicUrl;
  const keycloakUrl = given.keycloakUrl ?? embedded?.keycloakUrl;
  if (!databaseUrl || !publicUrl || !keycloakUrl)
    throw new NoDatabaseTarget(
      'No system was found: start one with `npm start`, or set DATABASE_URL, PUBLIC_URL and KEYCLOAK_URL to yours.',
    );
  return { databaseUrl, publicUrl, keycloakUrl, realm, totpSecret: embedded?.totpSecret };
}

/** Returns the database URL, which is all that the importer and the migrations need. On the embedded stack it
 *  is that of the api, or of the owner of its schemas. */
export async function targetDatabaseUrl({ asOwner = false } = {}): Promise<string> {
  const embedded = await embeddedStack();
  const databaseUrl =
    readToolConfig().databaseUrl ?? (asOwner ? embedded?.databaseOwnerUrl : embedded?.databaseUrl);
  if (!databaseUrl)
    throw new NoDatabaseTarget(
      'No database was found: start one with `npm start`, or set DATABASE_URL to yours.',
    );
  return databaseUrl;
}

/** Returns the embedded stack; undefined in the container image, which has none. */
async function embeddedStack() {
  const stack = await import('#stack/running.ts').catch(() => undefined);
  return stack?.embeddedStack();
}
