import { join } from 'node:path';
import { EXPORTERS } from '../common/zeebe-protocol/exporters.ts';

export type ExporterSettings = { delayMs: number; size: number; types: readonly string[] };

/** What the environment says, in the names that the stack uses for a broker. */
export type Settings = {
  port: number;
  restPort: number;
  managementPort: number;
  partitions: number;
  /** The folder of the journal. */
  home: string;
  /** Where the exporters post; undefined when nobody listens. */
  records: { url: string; password: string } | undefined;
  exporters: Record<string, ExporterSettings>;
  /** `POST /actuator/clock` moves the time; for tests. */
  controlledClock: boolean;
};

export function settingsFrom(env: NodeJS.ProcessEnv): Settings {
  const required = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    port: Number(required('ZEEBE_PORT')),
    restPort: Number(required('ZEEBE_REST_PORT')),
    managementPort: Number(required('ZEEBE_MANAGEMENT_PORT')),
    partitions: Math.max(1, Number(env.ZEEBE_PARTITIONS) || 1),
    home: required('ENGINE_HOME'),
    records: env.ENGINE_RECORDS_PORT
      ? { url: `http://127.0.0.1:${env.ENGINE_RECORDS_PORT}`, password: required('ENGINE_RECORDS_PASSWORD') }
      : undefined,
    controlledClock: env.ENGINE_CLOCK === 'controlled',
    exporters: exporterSettings(Number(env.EXPORTER_GATHERS_MS) || undefined),
  };
}

export const journalFile = ({ home }: Pick<Settings, 'home'>): string => join(home, 'journal.ndjson');

/** The exporters that the stack gives a broker, with value types as records spell them.
 *  @param gathersMs how long one that gathers does, when that is to differ from a broker's */
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
