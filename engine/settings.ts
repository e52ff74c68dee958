import { withPassword, withVariableFiles } from '../common/node/environment-files.ts';
import { EXPORTERS } from '../common/zeebe-protocol/exporters.ts';
import { MAX_PARTITIONS } from '../common/zeebe-protocol/partitions.ts';

export type ExporterSettings = { delayMs: number; size: number; types: readonly string[] };

/** The api's listener for records. */
export type RecordsTarget = { url: string; password: string };

/** Settings from the environment. */
export type Settings = {
  /** Address to listen on. */
  host: string;
  port: number;
  restPort: number;
  managementPort: number;
  partitions: number;
  databaseUrl: string;
  /** Memory for cached process instances. */
  cacheBytes: number;
  /** Endpoint that the exporters post to; undefined when nobody listens. */
  records: RecordsTarget | undefined;
  exporters: Record<string, ExporterSettings>;
  /** Enables `POST /actuator/clock`, which moves the time; for tests. */
  controlledClock: boolean;
};

const DEFAULT_CACHE_MB = '128';

/** Variables that may come from a file, by NAME_FILE. */
const SECRETS = ['ENGINE_DATABASE_URL', 'ENGINE_DATABASE_PASSWORD', 'ENGINE_RECORDS_PASSWORD'];

/** @throws Error that names a variable that is missing, has a wrong number, or whose file cannot be read */
export function settingsFrom(given: NodeJS.ProcessEnv): Settings {
  const env = withVariableFiles(given, SECRETS);
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const whole = (name: string, { least = 0, most = Infinity, instead = '' } = {}): number => {
    const value = Number(instead === '' ? required(name) : env[name] || instead);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(`${name} is no whole number from ${least} to ${most}`);
    return value;
  };
  const { ENGINE_RECORDS_URL, ENGINE_RECORDS_PORT } = env;
  const recordsUrl =
    ENGINE_RECORDS_URL || (ENGINE_RECORDS_PORT ? `http://127.0.0.1:${ENGINE_RECORDS_PORT}` : '');
  return {
    host: env.ENGINE_HOST || '127.0.0.1',
    port: whole('ZEEBE_PORT'),
    restPort: whole('ZEEBE_REST_PORT'),
    managementPort: whole('ZEEBE_MANAGEMENT_PORT'),
    partitions: whole('ZEEBE_PARTITIONS', { least: 1, most: MAX_PARTITIONS, instead: '1' }),
    databaseUrl: withPassword(
      required('ENGINE_DATABASE_URL'),
      env.ENGINE_DATABASE_PASSWORD,
      'ENGINE_DATABASE_URL',
    ),
    cacheBytes: whole('ENGINE_CACHE_MB', { instead: DEFAULT_CACHE_MB }) * 1024 * 1024,
    records: recordsUrl ? { url: recordsUrl, password: required('ENGINE_RECORDS_PASSWORD') } : undefined,
    controlledClock: env.ENGINE_CLOCK === 'controlled',
    exporters: exporterSettings(Number(env.EXPORTER_GATHERS_MS) || undefined),
  };
}

/** Returns the exporters, with value types spelled as in records.
 *  @param gathersMs overrides how long a collecting exporter collects */
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
