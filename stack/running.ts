import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedAddresses } from './embedded.ts';
import { shahrahHome } from './paths.ts';
import { portsFrom } from './ports.ts';
import { secretsOf } from './secrets.ts';

/** The addresses of the embedded stack of this clone, for tools that stand beside it; undefined when it was never started. */
export function embeddedStack(
  env: NodeJS.ProcessEnv = process.env,
): { databaseUrl: string; keycloakUrl: string; publicUrl: string } | undefined {
  const home = shahrahHome(env);
  if (!existsSync(join(home, 'secrets.json'))) return undefined;
  const ports = portsFrom(env);
  const { DATABASE_URL, KEYCLOAK_URL } = embeddedAddresses({ ports, secrets: secretsOf(home) });
  return {
    databaseUrl: DATABASE_URL,
    keycloakUrl: KEYCLOAK_URL,
    publicUrl: `http://127.0.0.1:${ports.PORT}`,
  };
}
