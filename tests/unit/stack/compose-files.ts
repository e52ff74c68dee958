import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '#stack/paths.ts';

export interface Container {
  readonly image?: string;
  readonly build?: string | { readonly context: string; readonly target: string };
  readonly user?: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly network_mode?: string;
  readonly secrets?: readonly string[];
  readonly restart?: string;
  readonly logging?: { readonly options?: Record<string, string> };
  readonly command?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly healthcheck?: { readonly test: readonly unknown[] };
  readonly networks?: readonly string[] | Record<string, { readonly aliases: readonly string[] }>;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Record<string, { readonly condition: string; readonly required?: boolean }>;
}

export interface Compose {
  readonly services: Record<string, Container>;
  readonly networks: Record<string, { readonly internal?: boolean } | null>;
  readonly secrets: Record<string, { readonly file: string }>;
  readonly volumes: Record<string, unknown>;
}

type Value = unknown;
type Mapping = Record<string, Value>;

/** Sequences that an override replaces; all others are appended. */
const REPLACED = new Set(['command', 'entrypoint', 'test']);

const isMapping = (value: Value): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges as the specification of Compose says: mappings by key, sequences appended, the rest replaced. */
function merged(base: Value, override: Value, key = ''): Value {
  if (isMapping(base) && isMapping(override)) {
    const both: Mapping = { ...base };
    for (const [name, value] of Object.entries(override))
      both[name] = name in base ? merged(base[name], value, name) : value;
    return both;
  }
  if (Array.isArray(base) && Array.isArray(override) && !REPLACED.has(key)) return [...base, ...override];
  return override;
}

const read = (file: string): unknown => parse(readFileSync(join(ROOT, file), 'utf8'), { merge: true });

/** What `docker compose -f FILE -f FILE …` sees, without what interpolation puts in. */
export const composeOf = (...files: readonly string[]): Compose =>
  files.map(read).reduce((base, override) => merged(base, override)) as Compose;

/** The services that `up` starts: those without a profile. */
export const startedOf = ({ services }: Compose): Record<string, Container> =>
  Object.fromEntries(Object.entries(services).filter(([, { profiles = [] }]) => profiles.length === 0));

/** The networks of a service, as names. */
export const networksOf = ({ networks = [] }: Container): readonly string[] =>
  Array.isArray(networks) ? networks : Object.keys(networks);
