import { createHash } from 'node:crypto';

/** An entry as it is hashed; `at` in ISO 8601 with milliseconds. */
export type ChainedEntry = {
  seq: string;
  at: string;
  actor: string | null;
  action: string;
  objectKind: string;
  objectId: string;
  reason: string | null;
  details: unknown;
  result: string;
  httpRequestId: string | null;
  remoteAddress: string | null;
};

/** Hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** Returns the hash that joins an entry to the one before it: SHA-256, in hex, over the canonical JSON of the
 *  entry, a line feed, and the hash before. */
export const entryHash = (entry: ChainedEntry, before: string): string =>
  createHash('sha256')
    .update(`${canonicalJson(entry)}\n${before}`)
    .digest('hex');

/** Returns JSON with its members sorted by name at every depth, so that the same value always gives the same
 *  text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value as Record<string, unknown>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
