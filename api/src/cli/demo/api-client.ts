import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../../contract/index.ts';
import { DEMO_PASSWORD } from '../../../../stack/realm/realm.ts';

/** A call that the API refused. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
  ) {
    super(`${what} was refused: ${code} (${status})`);
  }
}

export class SignInFailed extends Error {}

/** `as`: a demo person; null for the public. */
type Call = { as: string | null; body?: unknown; headers?: Record<string, string> };

export type ApiClient = {
  /** Waits where the limit of calls is reached and soon over.
   *  @throws Refused */
  call<T>(method: 'GET' | 'POST' | 'PUT', path: string, call: Call): Promise<T>;
};

const TOO_MANY = 429;
const LONGEST_WAIT_S = 61;
const EARLIER_MS = 30_000;

/** Talks to the API as any other client does. */
export function apiClient({
  publicUrl,
  keycloakUrl,
  realm,
}: {
  publicUrl: string;
  keycloakUrl: string;
  realm: string;
}): ApiClient {
  const tokens = new Map<string, Promise<{ token: string; until: number }>>();

  async function signIn(username: string): Promise<{ token: string; until: number }> {
    const response = await fetch(`${keycloakUrl}/realms/${realm}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'shahrah-cli',
        username,
        password: DEMO_PASSWORD,
      }),
    });
    if (!response.ok)
      throw new SignInFailed(`${username} cannot sign in: the demo people exist in the embedded stack only.`);
    const { access_token: token, expires_in } = (await response.json()) as {
      access_token: string;
      expires_in: number;
    };
    return { token, until: Date.now() + expires_in * 1000 - EARLIER_MS };
  }

  /** One sign-in at a time for a person: Keycloak refuses a second one beside it. */
  async function tokenOf(username: string): Promise<string> {
    const known = tokens.get(username);
    if (known) {
      const { token, until } = await known;
      if (until > Date.now()) return token;
    }
    if (tokens.get(username) === known) tokens.set(username, signIn(username));
    return tokenOf(username);
  }

  return {
    async call<T>(method: string, path: string, { as, body, headers = {} }: Call): Promise<T> {
      for (;;) {
        const response = await fetch(`${publicUrl}/api${path}`, {
          method,
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(as === null ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (response.ok) return (await response.json()) as T;
        const wait = Number(response.headers.get('retry-after'));
        if (response.status === TOO_MANY && wait > 0 && wait <= LONGEST_WAIT_S) {
          await pause(wait * 1000);
          continue;
        }
        const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
        throw new Refused(response.status, problem.code ?? 'unknown', `${method} ${path}`);
      }
    },
  };
}
