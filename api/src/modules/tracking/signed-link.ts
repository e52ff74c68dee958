import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';

/** Long enough for a request, its answer and a reopening. */
const VALID_DAYS = 120;
const DAY_S = 86_400;
const ID_BYTES = 16;
const EXPIRY_BYTES = 6;
const PURPOSE = 'track:';

export type SignedLinks = {
  /** The address of the tracking page for one request. The token stands behind #, which no server sees or logs. */
  linkTo(requestId: string): string;
  tokenFor(requestId: string): string;
  /** @returns the request id, or undefined when the token is not ours or its time is over */
  read(token: string): string | undefined;
};

/** Links in messages: request id and expiry, signed with HMAC-SHA256. */
export function signedLinks({
  secret,
  publicUrl,
  clock,
}: {
  secret: string;
  publicUrl: string;
  clock: Clock;
}): SignedLinks {
  const sign = (facts: Buffer): Buffer => createHmac('sha256', secret).update(PURPOSE).update(facts).digest();
  const seconds = () => Math.floor(clock.now().getTime() / 1000);

  function tokenFor(requestId: string): string {
    const facts = Buffer.alloc(ID_BYTES + EXPIRY_BYTES);
    facts.write(requestId.replaceAll('-', ''), 'hex');
    facts.writeUIntBE(seconds() + VALID_DAYS * DAY_S, ID_BYTES, EXPIRY_BYTES);
    return Buffer.concat([facts, sign(facts)]).toString('base64url');
  }

  return {
    tokenFor,
    linkTo: (requestId) => `${publicUrl.replace(/\/$/, '')}/track#token=${tokenFor(requestId)}`,
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
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
