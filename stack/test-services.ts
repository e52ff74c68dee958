import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { setUpDatabase } from '#api/platform/migrate.ts';
import { startControlServer } from './control-server.ts';
import { embeddedAddresses, startEmbedded, type Wanted } from './embedded.ts';
import { startEngine } from './engine.ts';
import { freePorts, type Ports } from './ports.ts';
import { postgresUrls } from './postgres.ts';
import { postgresDataOfRoot } from './postgres-programs.ts';
import type { Reporter } from './reporter.ts';
import { secretsOf, totpSecretOf } from './secrets.ts';
import { type Component, type OnCrash, type Service, serviceOf } from './service.ts';

/** Services that the tests run against. */
export interface TestServices {
  /** Environment in which a test process finds the services. Where several run side by side, TEST_LANES is a
   *  JSON array of what differs for each. */
  readonly env: Record<string, string>;
  /** Number of test processes that can run side by side: one on an external engine. */
  readonly lanes: number;
  /** Resolves when Keycloak can be used. */
  readonly keycloakReady: Promise<unknown>;
  stop(): Promise<void>;
}

/** Options of services for tests or for the bench. */
export interface TestServicesOptions {
  readonly home: string;
  readonly wanted: Wanted;
  /** Number of test processes that run side by side; defaults to 1. Each gets an engine and a port for pages;
   *  they share the database server and Keycloak. */
  readonly lanes?: number;
  readonly reporter: Reporter;
  readonly onCrash: OnCrash;
  /** As in real operation: the database waits for the disk, the engine's clock is the real one. */
  readonly realistic?: boolean;
}

/** Keycloak accepts a loopback redirect address without a port for any port. Scripts on a page may call it
 *  from these ports only, so browser tests serve their pages there. */
export const loopbackOrigins = (...ports: readonly number[]): string[] => [
  ...ports.map((port) => `http://127.0.0.1:${port}`),
  'http://127.0.0.1',
  'http://localhost',
];

const PARTITIONS = 1;

/** Starts the wanted services: an emptied home, free ports, embedded engines with a controlled clock. An
 *  external Zeebe replaces them where ZEEBE_ADDRESS, ZEEBE_REST_URL and ZEEBE_MANAGEMENT_URL name one whose
 *  exporters post to ENGINE_RECORDS_PORT here; then there is one lane. Resolves when all but Keycloak are
 *  ready. */
export async function startTestServices({
  home,
  wanted,
  lanes: laneCount = 1,
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
  const otherPorts: Ports[] = [];
  while (otherPorts.length < laneCount - 1 && !external) otherPorts.push(await freePorts({}));
  const secrets = secretsOf(home);
  if (external) secrets.engineRecords = process.env.ENGINE_RECORDS_PASSWORD || secrets.engineRecords;
  const database = postgresUrls(ports.POSTGRES_PORT, secrets);
  const serve = (component: Component) => serviceOf(component, onCrash);
  const { postgres, engine, ...embedded } = await startEmbedded(
    {
      home,
      ports,
      secrets,
      wanted: {
        ...wanted,
        engine: wanted.engine && !external,
        postgres: wanted.postgres || wanted.engine,
      },
      serve,
      forTests: !realistic,
      partitions: PARTITIONS,
      engineDatabaseUrl: database.engineUrl,
      setUpDatabase: async () => wanted.engine && setUpDatabase(database.ownerUrl),
      origins: loopbackOrigins(...[ports, ...otherPorts].map(({ PORT }) => PORT)),
    },
    reporter,
  );

  /** Starts one more engine, on a database of its own. */
  async function anotherEngine(its: Ports, number: number): Promise<Service> {
    const id = `engine-${number}`;
    const [ownerUrl, databaseUrl] = [database.ownerUrl, database.engineUrl].map((url) =>
      url.replace(/[^/]+$/, id),
    ) as [string, string];
    await createDatabase(database.ownerUrl, id);
    await setUpDatabase(ownerUrl);
    const run = () =>
      startEngine({
        home,
        name: id,
        ports: its,
        databaseUrl,
        engineRecordsPassword: secrets.engineRecords,
        partitions: PARTITIONS,
        forTests: !realistic,
      });
    const service = serve({ id, name: `The engine (${number})`, run });
    await service.start();
    return service;
  }

  const others = await Promise.all(otherPorts.map((its, index) => anotherEngine(its, index + 2)));
  const controls = await Promise.all(
    [engine, ...others].map((one) => startControlServer({ engine: one, postgres })),
  );
  const lanes = [ports, ...otherPorts].map((its, index) => {
    const { DATABASE_URL: _, ...addresses } = embeddedAddresses({
      ports: { ...its, POSTGRES_PORT: ports.POSTGRES_PORT, KEYCLOAK_PORT: ports.KEYCLOAK_PORT },
      secrets,
    });
    return {
      ...addresses,
      ZEEBE_MANAGEMENT_URL: `http://127.0.0.1:${its.ZEEBE_MANAGEMENT_PORT}`,
      ...external,
      ENGINE_RECORDS_PORT: String(its.ENGINE_RECORDS_PORT),
      TEST_CONTROL_URL: controls[index]?.url ?? '',
      TEST_API_PORT: String(its.PORT),
    };
  });
  return {
    env: {
      TEST_PG_URL: database.adminUrl,
      TEST_PG_API_URL: database.apiUrl,
      TEST_PG_ENGINE_URL: database.engineUrl,
      ENGINE_RECORDS_PASSWORD: secrets.engineRecords,
      TEST_SMTP_PORT: String(ports.MAIL_PORT),
      TEST_TOTP_SECRET: totpSecretOf(secrets),
      ...lanes[0],
      TEST_LANES: JSON.stringify(lanes),
    },
    lanes: lanes.length,
    keycloakReady: embedded.keycloakReady,
    async stop() {
      await Promise.all(controls.map((control) => control.stop()));
      await Promise.all(others.map((other) => other.stop()));
      await embedded.stop();
    },
  };
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function externalEngine(env: NodeJS.ProcessEnv): Record<string, string> | undefined {
  const { ZEEBE_ADDRESS, ZEEBE_REST_URL, ZEEBE_MANAGEMENT_URL } = env;
  return ZEEBE_ADDRESS && ZEEBE_REST_URL && ZEEBE_MANAGEMENT_URL
    ? { ZEEBE_ADDRESS, ZEEBE_REST_URL, ZEEBE_MANAGEMENT_URL }
    : undefined;
}
