import { createHash } from 'node:crypto';
import { canonicalJson } from '#api/platform/canonical-json.ts';

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
