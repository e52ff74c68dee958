import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { startControlServer } from './control-server.ts';
import { embeddedAddresses, startEmbedded, type Wanted } from './embedded.ts';
import { freePorts } from './ports.ts';
import { postgresUrls } from './postgres.ts';
import { postgresDataOfRoot } from './postgres-programs.ts';
import type { Reporter } from './reporter.ts';
import { secretsOf, totpSecretOf } from './secrets.ts';
import { type OnCrash, serviceOf } from './service.ts';

/** Services that the tests run against. */
export interface TestServices {
  /** Environment in which a test process finds the services. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** Options of services for tests or for the bench. */
export interface TestServicesOptions {
  readonly home: string;
  readonly wanted: Wanted;
  readonly reporter: Reporter;
  readonly onCrash: OnCrash;
  /** As in real operation: the database waits for the disk, the engine's clock is the real one. */
  readonly realistic?: boolean;
}

/** Keycloak accepts a loopback redirect address without a port for any port. Scripts on a page may call it
 *  from TEST_API_PORT only, so browser tests serve their pages there. */
export const loopbackOrigins = (port: number): string[] => [
  `http://127.0.0.1:${port}`,
  'http://127.0.0.1',
  'http://localhost',
];

const PARTITIONS = 1;

/** Starts the wanted services: an emptied home, free ports, the embedded engine with a controlled clock. An
 *  external Zeebe replaces the engine where ZEEBE_ADDRESS, ZEEBE_REST_URL and ZEEBE_MANAGEMENT_URL name one
 *  whose exporters post to ENGINE_RECORDS_PORT here. */
export async function startTestServices({
  home,
  wanted,
  reporter,
  onCrash,
  realistic = false,
}: TestServicesOptions): Promise<TestServices> {
  for (const folder of ['postgres', 'engine', 'keycloak', 'log']) {
    rmSync(join(home, folder), { recursive: true, force: true });
  }
  rmSync(postgresDataOfRoot(home), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const external = externalEngine(process.env);
  const ports = await freePorts(process.env);
  const secrets = secretsOf(home);
  if (external) secrets.engineRecords = process.env.ENGINE_RECORDS_PASSWORD || secrets.engineRecords;
  const database = postgresUrls(ports.POSTGRES_PORT, secrets);
  const embedded = await startEmbedded(
    {
      home,
      ports,
      secrets,
      wanted: {
        ...wanted,
        engine: wanted.engine && !external,
        postgres: wanted.postgres || wanted.engine,
      },
      serve: (component) => serviceOf(component, onCrash),
      forTests: !realistic,
      partitions: PARTITIONS,
      engineDatabaseUrl: database.engineUrl,
      setUpDatabase: async () => wanted.engine && setUpDatabase(database.ownerUrl),
      origins: loopbackOrigins(ports.PORT),
    },
    reporter,
  );
  const control = await startControlServer(embedded);
  const { DATABASE_URL: _, ...addresses } = embeddedAddresses({ ports, secrets });
  return {
    env: {
      TEST_PG_URL: database.adminUrl,
      TEST_PG_API_URL: database.apiUrl,
      TEST_PG_ENGINE_URL: database.engineUrl,
      ...addresses,
      ZEEBE_MANAGEMENT_URL: `http://127.0.0.1:${ports.ZEEBE_MANAGEMENT_PORT}`,
      ...external,
      ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      ENGINE_RECORDS_PASSWORD: secrets.engineRecords,
      TEST_CONTROL_URL: control.url,
      TEST_API_PORT: String(ports.PORT),
      TEST_SMTP_PORT: String(ports.MAIL_PORT),
      TEST_TOTP_SECRET: totpSecretOf(secrets),
    },
    async stop() {
      await control.stop();
      await embedded.stop();
    },
  };
}

function externalEngine(env: NodeJS.ProcessEnv): Record<string, string> | undefined {
  const { ZEEBE_ADDRESS, ZEEBE_REST_URL, ZEEBE_MANAGEMENT_URL } = env;
  return ZEEBE_ADDRESS && ZEEBE_REST_URL && ZEEBE_MANAGEMENT_URL
    ? { ZEEBE_ADDRESS, ZEEBE_REST_URL, ZEEBE_MANAGEMENT_URL }
    : undefined;
}
