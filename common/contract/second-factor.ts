/** Role in the realm of people for whom a password alone is not enough. */
export const NEEDS_SECOND_FACTOR = 'second-factor';

/** Value in a token's `amr` (RFC 8176) when a second factor was used. */
export const BY_SECOND_FACTOR = 'mfa';

const has = (claim: unknown, value: string): boolean => Array.isArray(claim) && claim.includes(value);

/** Returns true for a token of a person who needs a second factor and has used none. Keycloak asks for it
 *  when a session starts; so this is true where the role came later, or where a way to sign in was
 *  overlooked. */
export const lacksSecondFactor = (claims: { roles?: unknown; amr?: unknown }): boolean =>
  has(claims.roles, NEEDS_SECOND_FACTOR) && !has(claims.amr, BY_SECOND_FACTOR);
