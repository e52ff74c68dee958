import { compose } from '#api/compose.ts';
import { type Environment, readConfig } from '#api/config.ts';
import { listen, type Listening } from '#api/http/server.ts';
import type { Clock } from '#api/platform/clock.ts';
import { type Log, openLog } from '#api/platform/log.ts';
import type { TestDatabase } from './database.ts';
import { engineClock } from './engine/clock.ts';
import { environment } from './environment.ts';
import { recordCheckedDeployment } from './fixtures/checked-deployment.ts';

export type TestApi = {
  url: string;
  /** Base URL of health and metrics. */
  operationsUrl: string;
  close(): Promise<void>;
};

export type StartApi = {
  database: TestDatabase;
  /** Clock of the API; defaults to the engine's. */
  clock?: Clock;
  log?: Log;
  /** Defaults to a free port; browser tests need the one from which Keycloak accepts sign-ins. */
  port?: number;
  /** Variables that differ from the test defaults. */
  config?: Partial<Environment>;
  /** Checks the product's processes before it deploys them, as a new installation does. */
  checksProcesses?: boolean;
};

/** Environment variables that point the API to the test services and a private database. */
export const apiVariables = (database: TestDatabase) => ({
  DATABASE_URL: database.apiUrl,
  PUBLIC_URL: 'http://127.0.0.1:3000',
  ZEEBE_ADDRESS: environment.zeebeAddress,
  ZEEBE_REST_URL: environment.zeebeRestUrl,
  ENGINE_RECORDS_PORT: String(environment.recordsPort),
  ENGINE_RECORDS_PASSWORD: environment.recordsPassword,
  KEYCLOAK_URL: environment.keycloakUrl,
  SIGNING_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  INTAKE_PER_MINUTE: '100000',
  TRACK_PER_QUARTER: '100000',
  CALLS_PER_MINUTE: '100000',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
});

/** Starts the whole API in this process: HTTP on a free port, the record stream on the port to which the
 *  engine's exporters post, relay, workers and jobs. Only one can run at a time, because there is one engine.
 *  Nothing of it stays if it cannot start. */
export async function startApi({
  database,
  clock = engineClock,
  log,
  port = 0,
  config = {},
  checksProcesses = false,
}: StartApi): Promise<TestApi> {
  if (!checksProcesses) await recordCheckedDeployment(database.db);
  const settings = readConfig(apiVariables(database));
  const api = await compose({ ...settings, ...config }, { clock, log: log ?? openLog(settings.LOG_LEVEL) });
  let server: Listening | undefined;
  let operations: Listening | undefined;
  const close = async () => {
    api.quiesce();
    await server?.close();
    await api.stop();
    await operations?.close();
  };
  try {
    server = await listen(api.app, { host: '127.0.0.1', port });
    operations = await listen(api.operations, { host: '127.0.0.1', port: 0 });
    await api.start();
    return { url: server.url, operationsUrl: operations.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
