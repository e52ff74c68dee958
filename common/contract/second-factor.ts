/** The role that the realm gives to whom a password alone does not let in. */
export const NEEDS_SECOND_FACTOR = 'second-factor';

/** What a token says in `amr` (RFC 8176) when a second factor was used. */
export const BY_SECOND_FACTOR = 'mfa';

const has = (claim: unknown, value: string): boolean => Array.isArray(claim) && claim.includes(value);

/** Whether a token is of somebody who needs a second factor and has used none. Keycloak asks for it when a session begins; so this is
 *  true where the role came later, or where a way in was forgotten. */
export const lacksSecondFactor = (claims: { roles?: unknown; amr?: unknown }): boolean =>
  has(claims.roles, NEEDS_SECOND_FACTOR) && !has(claims.amr, BY_SECOND_FACTOR);
