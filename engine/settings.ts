import { EXPORTERS } from '../common/zeebe-protocol/exporters.ts';

export type ExporterSettings = { delayMs: number; size: number; types: readonly string[] };

/** The api's listener for records. */
export type RecordsTarget = { url: string; password: string };

/** What the environment says. */
export type Settings = {
  /** The address to listen on. */
  host: string;
  port: number;
  restPort: number;
  managementPort: number;
  partitions: number;
  databaseUrl: string;
  /** Memory for process instances. */
  cacheBytes: number;
  /** Where the exporters post; undefined when nobody listens. */
  records: RecordsTarget | undefined;
  exporters: Record<string, ExporterSettings>;
  /** `POST /actuator/clock` moves the time; for tests. */
  controlledClock: boolean;
};

const DEFAULT_CACHE_MB = 128;

/** @throws Error that names a variable that is missing */
export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const { ENGINE_RECORDS_URL, ENGINE_RECORDS_PORT, ENGINE_CACHE_MB } = env;
  const recordsUrl =
    ENGINE_RECORDS_URL || (ENGINE_RECORDS_PORT ? `http://127.0.0.1:${ENGINE_RECORDS_PORT}` : '');
  return {
    host: env.ENGINE_HOST || '127.0.0.1',
    port: Number(required('ZEEBE_PORT')),
    restPort: Number(required('ZEEBE_REST_PORT')),
    managementPort: Number(required('ZEEBE_MANAGEMENT_PORT')),
    partitions: Math.max(1, Number(env.ZEEBE_PARTITIONS) || 1),
    databaseUrl: required('ENGINE_DATABASE_URL'),
    cacheBytes: (ENGINE_CACHE_MB ? Number(ENGINE_CACHE_MB) : DEFAULT_CACHE_MB) * 1024 * 1024,
    records: recordsUrl ? { url: recordsUrl, password: required('ENGINE_RECORDS_PASSWORD') } : undefined,
    controlledClock: env.ENGINE_CLOCK === 'controlled',
    exporters: exporterSettings(Number(env.EXPORTER_GATHERS_MS) || undefined),
  };
}

/** The exporters, with value types as records spell them.
 *  @param gathersMs how long one that gathers does, when that is to differ */
export const exporterSettings = (gathersMs?: number): Record<string, ExporterSettings> =>
  Object.fromEntries(
    Object.entries(EXPORTERS).map(([id, { delaySeconds, size, types }]) => [
      id,
      {
        delayMs: delaySeconds === 0 ? 0 : (gathersMs ?? delaySeconds * 1000),
        size,
        types: types.map((type) => type.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()),
      },
    ]),
  );
