import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';

const DAY_S = 86_400;
const ID_BYTES = 16;
const EXPIRY_BYTES = 6;

export type SignedTokens = {
  tokenFor(id: string): string;
  /** @returns the id, or undefined when the token was altered, serves another purpose or has expired */
  read(token: string): string | undefined;
};

/** Creates tokens for links in messages: a UUID and an expiry, signed with HMAC-SHA256. A token of one
 *  purpose is worth nothing for another. */
export function signedTokens({
  secret,
  purpose,
  validDays,
  clock,
}: {
  secret: string;
  purpose: string;
  validDays: number;
  clock: Clock;
}): SignedTokens {
  const sign = (facts: Buffer): Buffer =>
    createHmac('sha256', secret).update(`${purpose}:`).update(facts).digest();
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  return {
    tokenFor(id) {
      const facts = Buffer.alloc(ID_BYTES + EXPIRY_BYTES);
      facts.write(id.replaceAll('-', ''), 'hex');
      facts.writeUIntBE(seconds() + validDays * DAY_S, ID_BYTES, EXPIRY_BYTES);
      return Buffer.concat([facts, sign(facts)]).toString('base64url');
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.toString('base64url') !== token) return undefined;
      const facts = bytes.subarray(0, ID_BYTES + EXPIRY_BYTES);
      const expected = sign(facts);
      const given = bytes.subarray(ID_BYTES + EXPIRY_BYTES);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      if (facts.readUIntBE(ID_BYTES, EXPIRY_BYTES) < seconds()) return undefined;
      return facts
        .subarray(0, ID_BYTES)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
}

/** Returns the address of a page with a token behind #, which no server sees or logs. */
export const pageWithToken = (publicUrl: string, page: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}${page}#token=${token}`;
