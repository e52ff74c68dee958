import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = [
  'postgres',
  'database',
  'apiDatabase',
  'engineDatabase',
  'signing',
  'engineRecords',
  'keycloakAdmin',
] as const;

/** The secrets of one embedded stack, made once and kept beside its data. */
export type Secrets = Record<(typeof NAMES)[number], string>;

/** Reads the secrets of a home, and makes those that are missing. The file is readable by its owner only. */
export function secretsOf(home: string): Secrets {
  const file = join(home, 'secrets.json');
  const known = read(file);
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, known[name] ?? randomBytes(32).toString('base64url')]),
  ) as Secrets;
  if (NAMES.some((name) => known[name] === undefined)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return secrets;
}

function read(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch {
    return {};
  }
}
