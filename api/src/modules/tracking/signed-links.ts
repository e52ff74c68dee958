import type { Clock } from '#api/platform/clock.ts';
import { pageWithToken, signedTokens } from '#api/platform/signed-token.ts';

/** Long enough for a request, its answer and a reopening. */
const LINK_VALID_DAYS = 120;

export type SignedLinks = {
  /** Returns the address of the tracking page for one request. */
  linkTo(requestId: string): string;
  tokenFor(requestId: string): string;
  /** @returns the request id, or undefined when the token is forged or has expired */
  read(token: string): string | undefined;
};

/** Signed links in messages to the tracking page of a request. */
export function signedLinks({
  secret,
  publicUrl,
  clock,
}: {
  secret: string;
  publicUrl: string;
  clock: Clock;
}): SignedLinks {
  const tokens = signedTokens({ secret, purpose: 'track', validDays: LINK_VALID_DAYS, clock });
  return { ...tokens, linkTo: (requestId) => pageWithToken(publicUrl, '/track', tokens.tokenFor(requestId)) };
}
