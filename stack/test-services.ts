import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter } from './console.ts';
import { embeddedAddresses, startEmbedded, type Embedded, type Wanted } from './embedded.ts';
import type { OnCrash } from './launch.ts';
import { freePorts, type Ports } from './ports.ts';
import { postgresDataOfRoot } from './postgres-programs.ts';
import { postgresUrls } from './postgres.ts';
import { secretsOf } from './secrets.ts';

/** What the tests run against. */
export interface TestServices {
  readonly embedded: Embedded;
  readonly ports: Ports;
  /** The environment a test process needs to find the services. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** Keycloak takes a loopback address without a port for any port. */
const LOOPBACK = ['http://127.0.0.1', 'http://localhost'];

/** Starts the wanted services for tests: an emptied home, free ports, a controlled engine clock. */
export async function startTestServices(options: {
  home: string;
  wanted: Wanted;
  reporter: Reporter;
  onCrash: OnCrash;
}): Promise<TestServices> {
  const { home } = options;
  for (const folder of ['postgres', 'zeebe', 'keycloak', 'log'])
    rmSync(join(home, folder), { recursive: true, force: true });
  rmSync(postgresDataOfRoot(home), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const ports = await freePorts(process.env);
  const secrets = secretsOf(home);
  const embedded = await startEmbedded(
    { ...options, ports, secrets, forTests: true, partitions: 1, origins: LOOPBACK },
    options.reporter,
  );
  const { adminUrl } = postgresUrls(ports.POSTGRES_PORT, secrets);
  const { DATABASE_URL: _, ...addresses } = embeddedAddresses({ ports, secrets });
  return {
    embedded,
    ports,
    env: {
      TEST_PG_URL: adminUrl,
      ...addresses,
      ZEEBE_MANAGEMENT_URL: `http://127.0.0.1:${ports.ZEEBE_MANAGEMENT_PORT}`,
      ENGINE_RECORDS_PORT: String(ports.ENGINE_RECORDS_PORT),
      ENGINE_RECORDS_PASSWORD: secrets.engineRecords,
      TEST_API_PORT: String(ports.PORT),
      TEST_SMTP_PORT: String(ports.MAIL_PORT),
    },
    stop: () => embedded.stop(),
  };
}
