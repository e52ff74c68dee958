import { createHash, type KeyObject } from 'node:crypto';
import Keycloak from 'keycloak-connect';
import { type Role, ROLES } from '#common/contract/index.ts';
import { lacksSecondFactor } from '#common/contract/second-factor.ts';
import { type Staff } from '../platform/staff.ts';
import { NotSignedIn } from './http.errors.ts';
import { realmJwks } from './jwks.ts';

/** A user with a verified token. `expiresAt` also ends whatever was opened with it. */
export type SignedIn = { user: Staff; expiresAt: Date };

export type Authentication = {
  /** @param authorization the header as received
   *  @returns null without the header
   *  @throws NotSignedIn for a token that is malformed, expired, of another issuer or for another audience,
   *  or of a person who needs a second factor and used none
   *  @throws SignInUnavailable when the keys of Keycloak cannot be fetched */
  identify(authorization: string | undefined): Promise<SignedIn | null>;
};

type Deps = {
  keycloakUrl: string;
  realm: string;
  /** Called the first time this node sees a token, before the token is accepted. */
  onSignIn?: (user: Staff) => Promise<void>;
};

type Claims = {
  sub?: unknown;
  preferred_username?: unknown;
  name?: unknown;
  roles?: unknown;
  groups?: unknown;
  email?: unknown;
  amr?: unknown;
  exp: number;
};

type Verifier = {
  createGrant(data: { access_token: string }): Promise<{ access_token?: { content: Claims } }>;
  rotation: { getJWK(kid: string): Promise<KeyObject> };
};

/** A token of three base64url parts (RFC 7515). */
const BEARER = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** Verified tokens are cached until they expire, so that a page of ten calls costs one signature check. */
const MAX_CACHED_TOKENS = 5_000;

/** Verifies bearer tokens of Keycloak locally with its published keys (RS256; cached, renewed when an unknown
 *  key id comes). Tokens follow Keycloak's time, so the machine's clock counts here and not the one that
 *  tests move. */
export function keycloakAuthentication({ keycloakUrl, realm, onSignIn }: Deps): Authentication {
  const keycloak = new Keycloak(
    {},
    {
      realm,
      'auth-server-url': keycloakUrl,
      resource: 'shahrah-api',
      'bearer-only': true,
      'ssl-required': 'none',
      'confidential-port': 0,
      ...{ 'verify-token-audience': true },
    },
  );
  const verifier = (keycloak as unknown as { grantManager: Verifier }).grantManager;
  const remembered = new Map<string, SignedIn>();
  const keys = realmJwks(`${keycloakUrl.replace(/\/+$/, '')}/realms/${realm}`);

  verifier.rotation.getJWK = async (kid) => {
    const key = await keys(kid);
    if (!key) throw new NotSignedIn();
    return key;
  };

  async function verify(token: string): Promise<SignedIn> {
    await keys(keyIdOf(token));
    const grant = await verifier.createGrant({ access_token: token }).catch((cause: unknown) => {
      throw new NotSignedIn(undefined, {}, { cause });
    });
    const claims = grant.access_token?.content;
    const user = claims && staffOf(claims);
    if (!user || !Number.isFinite(claims.exp) || lacksSecondFactor(claims)) throw new NotSignedIn();
    return { user, expiresAt: new Date(claims.exp * 1000) };
  }

  return {
    async identify(authorization) {
      if (authorization === undefined) return null;
      const token = BEARER.exec(authorization)?.[1];
      if (!token) throw new NotSignedIn();
      const name = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(name);
      if (known && known.expiresAt.getTime() > Date.now()) return known;
      remembered.delete(name);
      const signedIn = await verify(token);
      await onSignIn?.(signedIn.user);
      if (remembered.size >= MAX_CACHED_TOKENS) remembered.delete(remembered.keys().next().value as string);
      remembered.set(name, signedIn);
      return signedIn;
    },
  };
}

function keyIdOf(token: string): string {
  try {
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as {
      kid?: unknown;
    };
    return String(kid);
  } catch (cause) {
    throw new NotSignedIn(undefined, {}, { cause });
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function staffOf({
  sub,
  preferred_username: username,
  name,
  roles,
  groups,
  email,
}: Claims): Staff | undefined {
  if (typeof sub !== 'string' || typeof username !== 'string') return undefined;
  const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);
  return {
    id: sub,
    username,
    name: typeof name === 'string' && name !== '' ? name : username,
    roles: strings(roles).filter(isRole),
    departments: strings(groups),
    ...(typeof email === 'string' && email.includes('@') ? { email } : {}),
  };
}
