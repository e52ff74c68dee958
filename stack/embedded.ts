import { startEngine } from './engine.ts';
import { ensureJava } from './java.ts';
import { embeddedKeycloakUrl, ensureKeycloak, startKeycloak } from './keycloak.ts';
import type { Ports } from './ports.ts';
import { postgresUrls, startPostgres } from './postgres.ts';
import type { Reporter } from './reporter.ts';
import { type Secrets, totpSecretOf } from './secrets.ts';
import type { Component, Service } from './service.ts';

/** Components to run here; the others are external, or not needed. */
export interface Wanted {
  readonly postgres: boolean;
  readonly engine: boolean;
  readonly keycloak: boolean;
}

/** Options for the components of one home. */
export interface EmbeddedOptions {
  readonly home: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly wanted: Wanted;
  /** For tests: the engine's clock is controlled, and the database may lose data in a power failure. */
  readonly forTests: boolean;
  readonly partitions: number;
  /** Database of the engine's state, with the engine's role. */
  readonly engineDatabaseUrl: string;
  /** Sets up the database once PostgreSQL is ready; the engine starts afterwards. */
  readonly setUpDatabase: () => Promise<unknown>;
  /** Origins from which browsers use the application. */
  readonly origins: readonly string[];
  /** Wraps a component into a service, and so decides what happens when it ends on its own. */
  readonly serve: (component: Component) => Service;
}

/** The running components. */
export interface Embedded {
  readonly postgres: Service | undefined;
  readonly engine: Service | undefined;
  readonly keycloak: Service | undefined;
  /** Resolves when Keycloak can be used. */
  readonly keycloakReady: Promise<unknown>;
  /** Stops in reverse order of the start; PostgreSQL last, because the others may still write. */
  stop(): Promise<void>;
}

/** Starts all wanted components at once, and fetches what is missing. Resolves when they are ready but for
 *  Keycloak, which takes longest. A caller that gives up before calls `endOrphans`, which ends whatever has
 *  been started. */
export async function startEmbedded(options: EmbeddedOptions, reporter: Reporter): Promise<Embedded> {
  const { wanted, serve } = options;
  const timed = async (service: Service): Promise<Service> => {
    const since = Date.now();
    await service.start();
    reporter.say(`${service.name} is ready (${((Date.now() - since) / 1000).toFixed(1)} s).`);
    return service;
  };

  const start = (component: Component): { service: Service; ready: Promise<unknown> } => {
    const service = serve(component);
    const ready = timed(service);
    ready.catch(() => {});
    return { service, ready };
  };

  const keycloak = wanted.keycloak
    ? start({
        id: 'keycloak',
        name: 'Keycloak',
        run: async () => {
          const java = await ensureJava(reporter);
          return startKeycloak(await ensureKeycloak(java, reporter), java, keycloakOptions(options));
        },
      })
    : undefined;
  const postgres = wanted.postgres
    ? start({
        id: 'postgres',
        name: 'PostgreSQL',
        run: () => startPostgres(postgresOptions(options)),
      })
    : undefined;
  const prepared = Promise.resolve(postgres?.ready).then(options.setUpDatabase);
  prepared.catch(() => {});
  const engine = wanted.engine
    ? start({
        id: 'engine',
        name: 'The engine',
        needs: postgres ? [postgres.service] : [],
        run: async () => {
          await prepared;
          return startEngine(engineOptions(options));
        },
      })
    : undefined;
  await Promise.all([postgres?.ready, prepared, engine?.ready]);

  return {
    postgres: postgres?.service,
    engine: engine?.service,
    keycloak: keycloak?.service,
    keycloakReady: Promise.resolve(keycloak?.ready),
    async stop() {
      await Promise.all([engine?.service.stop(), keycloak?.service.stop()]);
      await postgres?.service.stop();
    },
  };
}

const postgresOptions = ({ home, ports, secrets, forTests }: EmbeddedOptions) => ({
  home,
  port: ports.POSTGRES_PORT,
  passwords: secrets,
  unsafe: forTests,
});

const engineOptions = ({
  home,
  ports,
  secrets,
  forTests,
  partitions,
  engineDatabaseUrl,
}: EmbeddedOptions) => ({
  home,
  ports,
  databaseUrl: engineDatabaseUrl,
  engineRecordsPassword: secrets.engineRecords,
  partitions,
  forTests,
});

const keycloakOptions = ({ home, ports, secrets, origins }: EmbeddedOptions) => ({
  home,
  port: ports.KEYCLOAK_PORT,
  adminPassword: secrets.keycloakAdmin,
  origins,
  demo: { totpSecret: totpSecretOf(secrets), mailPort: ports.MAIL_PORT },
});

/** Returns the addresses of the embedded components, as variables of the api's configuration. */
export function embeddedAddresses({ ports, secrets }: Pick<EmbeddedOptions, 'ports' | 'secrets'>) {
  return {
    DATABASE_URL: postgresUrls(ports.POSTGRES_PORT, secrets).apiUrl,
    ZEEBE_ADDRESS: `127.0.0.1:${ports.ZEEBE_PORT}`,
    ZEEBE_REST_URL: `http://127.0.0.1:${ports.ZEEBE_REST_PORT}`,
    KEYCLOAK_URL: embeddedKeycloakUrl(ports.KEYCLOAK_PORT),
  };
}
