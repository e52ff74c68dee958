import { freePorts } from '#stack/ports.ts';
import { environment } from '#tests/support/environment.ts';
import { type Program, startApiProcess } from './programs.ts';

/** Engine address for the API, and the port to which a real engine posts its records. */
export type EngineAddress = { address: string; restUrl?: string; recordsPort?: number };

export type BenchApi = Program & { url: string; recordsUrl: string };

/** Starts the API on a database, beside the services of the stack, without rate limits per address, because
 *  all calls come from one address. */
export async function startBenchApi({
  databaseUrl,
  engine,
  profileInto,
}: {
  databaseUrl: string;
  engine: EngineAddress;
  profileInto?: string | undefined;
}): Promise<BenchApi> {
  const ports = await freePorts({});
  const recordsPort = engine.recordsPort ?? ports.ENGINE_RECORDS_PORT;
  const program = await startApiProcess(
    {
      NODE_ENV: 'production',
      PORT: String(ports.PORT),
      OPERATIONS_PORT: String(ports.OPERATIONS_PORT),
      PUBLIC_URL: `http://127.0.0.1:${ports.PORT}`,
      DATABASE_URL: databaseUrl,
      ZEEBE_ADDRESS: engine.address,
      ZEEBE_REST_URL: engine.restUrl ?? `http://127.0.0.1:${ports.ZEEBE_REST_PORT}`,
      ENGINE_RECORDS_PORT: String(recordsPort),
      ENGINE_RECORDS_PASSWORD: environment.recordsPassword,
      KEYCLOAK_URL: environment.keycloakUrl,
      SIGNING_SECRET: 'only-for-the-bench-only-for-the-bench-only',
      INTAKE_PER_MINUTE: '100000000',
      TRACK_PER_QUARTER: '100000000',
      CALLS_PER_MINUTE: '100000000',
      LOG_LEVEL: 'info',
    },
    { profileInto },
  );
  return {
    ...program,
    url: `http://127.0.0.1:${ports.PORT}`,
    recordsUrl: `http://127.0.0.1:${recordsPort}`,
  };
}
