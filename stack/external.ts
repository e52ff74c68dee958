import { StackProblem } from './stack-problem.ts';

/** Components run by somebody else, as set in the environment; undefined ones are embedded. */
export interface External {
  readonly databaseUrl: string | undefined;
  /** The same database with the engine's role; the URL of the api where there is no such role. */
  readonly engineDatabaseUrl: string | undefined;
  readonly zeebe: { readonly address: string; readonly restUrl: string } | undefined;
  readonly keycloakUrl: string | undefined;
  readonly smtpUrl: string | undefined;
}

/** Reads which components are external.
 *  @throws StackProblem when only some of the variables of an external component are set */
export function externalFrom(env: NodeJS.ProcessEnv): External {
  const { ZEEBE_ADDRESS: address, ZEEBE_REST_URL: restUrl } = env;
  if (Boolean(address) !== Boolean(restUrl)) {
    throw new StackProblem(
      `${address ? 'ZEEBE_REST_URL' : 'ZEEBE_ADDRESS'} is missing: an external Zeebe needs both ZEEBE_ADDRESS and ZEEBE_REST_URL.`,
    );
  }
  if (address && !env.ENGINE_RECORDS_PASSWORD) {
    throw new StackProblem(
      'ENGINE_RECORDS_PASSWORD is missing: set it to the password with which the exporters of your Zeebe sign in (docs/operations.md).',
    );
  }
  if (env.ENGINE_DATABASE_URL && !env.DATABASE_URL) {
    throw new StackProblem(
      'DATABASE_URL is missing: ENGINE_DATABASE_URL names the same database, as the role of the engine.',
    );
  }
  return {
    databaseUrl: env.DATABASE_URL || undefined,
    engineDatabaseUrl: env.ENGINE_DATABASE_URL || env.DATABASE_URL || undefined,
    zeebe: address && restUrl ? { address, restUrl } : undefined,
    keycloakUrl: env.KEYCLOAK_URL || undefined,
    smtpUrl: env.SMTP_URL || undefined,
  };
}
