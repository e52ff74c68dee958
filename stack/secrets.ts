import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from 'otpauth';

const NAMES = [
  'postgres',
  'database',
  'apiDatabase',
  'engineDatabase',
  'signing',
  'engineRecords',
  'keycloakAdmin',
  'demoTotp',
] as const;

/** Secrets of one embedded stack, generated once and stored beside its data. */
export type Secrets = Record<(typeof NAMES)[number], string>;

/** Reads the secrets of a home, and generates missing ones. Only the owner can read the file. */
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

/** Returns the secret to enter in an authenticator app for the demo people, in base 32: the 20 bytes that RFC
 *  4226 recommends. */
export const totpSecretOf = ({ demoTotp }: Pick<Secrets, 'demoTotp'>): string =>
  new Secret({ buffer: new Uint8Array(Buffer.from(demoTotp, 'base64url').subarray(0, 20)).buffer }).base32;

function read(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch {
    return {};
  }
}
