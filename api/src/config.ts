import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { VariableFileError, withPassword, withVariableFiles } from '#common/node/environment-files.ts';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });

const Environment = Type.Object({
  NODE_ENV: Type.String({ default: 'production' }),
  HOST: Type.String({ default: '127.0.0.1' }),
  PORT: Type.Integer({ ...Port, default: 3000 }),
  OPERATIONS_HOST: Type.String({ default: '127.0.0.1' }),
  OPERATIONS_PORT: Type.Integer({ ...Port, default: 3002, description: 'Of health and figures' }),
  MAX_CONNECTIONS: Type.Integer({ minimum: 1, default: 5_000 }),
  PUBLIC_URL: Type.String({
    format: 'uri',
    description: 'Where people reach the product; links in messages start with it',
  }),
  DATABASE_URL: Type.String({ minLength: 1, description: 'postgres://user:password@host:port/database' }),
  DATABASE_PASSWORD: Type.Optional(
    Type.String({ description: 'Put into DATABASE_URL, for a secret of its own' }),
  ),
  DATABASE_POOL: Type.Integer({ minimum: 2, default: 12 }),
  ZEEBE_ADDRESS: Type.String({ minLength: 1, description: 'host:port of the gRPC gateway' }),
  ZEEBE_REST_URL: Type.String({ format: 'uri' }),
  ENGINE_RECORDS_HOST: Type.String({ default: '127.0.0.1' }),
  ENGINE_RECORDS_PORT: Type.Integer({ ...Port, default: 3001 }),
  ENGINE_RECORDS_PASSWORD: Type.String({
    minLength: 8,
    description: 'Basic auth of the exporters, user "zeebe"',
  }),
  KEYCLOAK_URL: Type.String({ format: 'uri' }),
  KEYCLOAK_REALM: Type.String({ default: 'shahrah' }),
  SIGNING_SECRET: Type.String({ minLength: 32, description: 'Signs the links in messages to citizens' }),
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://' })),
  MAIL_FROM: Type.String({ default: 'Shahrah <no-reply@shahrah.example>' }),
  LAND_REGISTER_URL: Type.Optional(
    Type.String({ pattern: '^https?://', description: 'The register against which plots are checked' }),
  ),
  LAND_REGISTER_TOKEN: Type.Optional(Type.String({ minLength: 8 })),
  INTAKE_PER_MINUTE: Type.Integer({
    minimum: 1,
    default: 60,
    description: 'Requests one address may file a minute',
  }),
  TRACK_PER_QUARTER: Type.Integer({
    minimum: 1,
    default: 30,
    description: 'Wrong tries one address or person may make in 15 minutes, for each purpose',
  }),
  CALLS_PER_MINUTE: Type.Integer({
    minimum: 1,
    default: 600,
    description:
      'Calls one person who is signed in may make a minute, and one address of each page of citizens',
  }),
  TRUST_PROXY: Type.Integer({
    minimum: 0,
    default: 0,
    description: 'Proxies in front whose X-Forwarded-For counts',
  }),
  DATA_FOLDERS: Type.Optional(
    Type.String({ description: 'Folders on whose disks the product depends, with a colon between them' }),
  ),
  DISK_LOW_MB: Type.Integer({ minimum: 1, default: 1_000 }),
  LOG_LEVEL: Type.String({ default: 'info' }),
  LOG_FILE: Type.Optional(Type.String({ description: 'The file that standard output goes to' })),
});

export type Environment = Static<typeof Environment>;

/** Every variable the api reads. Tests check the compose file and the launcher against this list. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(Environment.properties);

export class ConfigInvalid extends Error {}

/** Reads the configuration from the environment; any variable may come from a file (`NAME_FILE`). Errors
 *  carry names and rules, never values.
 *  @throws ConfigInvalid naming every variable that is missing or wrong */
export function readConfig(given: NodeJS.ProcessEnv = process.env): Environment {
  const env = withSecrets(given, CONFIG_VARIABLES);
  const ajv = new Ajv({ coerceTypes: true, useDefaults: true, allErrors: true, removeAdditional: true });
  addFormats.default(ajv);
  const values: Record<string, unknown> = {};
  for (const name of CONFIG_VARIABLES) if (env[name]) values[name] = env[name];
  const validate = ajv.compile<Environment>(Environment);
  if (validate(values)) return values;
  const wrong = (validate.errors ?? []).map((e) =>
    e.keyword === 'required'
      ? `${String(e.params.missingProperty)} is missing`
      : `${e.instancePath.slice(1)} ${e.message}`,
  );
  throw new ConfigInvalid(
    `The configuration is not usable: ${wrong.join('; ')}. docs/operations.md lists the variables.`,
  );
}

/** Returns the environment with `NAME_FILE` variables read and the password put into the database URL. */
function withSecrets(given: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  try {
    const env = withVariableFiles(given, names);
    const { DATABASE_URL, DATABASE_PASSWORD } = env;
    if (!DATABASE_URL) return env;
    return { ...env, DATABASE_URL: withPassword(DATABASE_URL, DATABASE_PASSWORD, 'DATABASE_URL') };
  } catch (error) {
    if (!(error instanceof VariableFileError)) throw error;
    throw new ConfigInvalid(`The configuration is not usable: ${error.message}.`);
  }
}

/** Settings of the command-line tools. An unset one falls back to the embedded stack. */
export type ToolConfig = {
  databaseUrl?: string;
  publicUrl?: string;
  keycloakUrl?: string;
  keycloakRealm: string;
};

/** Returns the passwords of the roles that `npm run migrate` creates, or undefined when it is not to create
 *  them.
 *  @throws ConfigInvalid when only one is set */
export function readRolePasswords(
  env: NodeJS.ProcessEnv = process.env,
): { api: string; engine: string } | undefined {
  const { API_DATABASE_PASSWORD: api, ENGINE_DATABASE_PASSWORD: engine } = withSecrets(env, [
    'API_DATABASE_PASSWORD',
    'ENGINE_DATABASE_PASSWORD',
  ]);
  if (Boolean(api) !== Boolean(engine))
    throw new ConfigInvalid(
      `${api ? 'ENGINE_DATABASE_PASSWORD' : 'API_DATABASE_PASSWORD'} is missing: the roles of the api and of the engine are made together.`,
    );
  return api && engine ? { api, engine } : undefined;
}

export function readToolConfig(env: NodeJS.ProcessEnv = process.env): ToolConfig {
  const { DATABASE_URL, PUBLIC_URL, KEYCLOAK_URL, KEYCLOAK_REALM } = withSecrets(env, CONFIG_VARIABLES);
  return {
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    ...(PUBLIC_URL ? { publicUrl: PUBLIC_URL } : {}),
    ...(KEYCLOAK_URL ? { keycloakUrl: KEYCLOAK_URL } : {}),
    keycloakRealm: KEYCLOAK_REALM || 'shahrah',
  };
}
