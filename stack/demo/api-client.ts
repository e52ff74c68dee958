import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '#common/contract/index.ts';
import { demoSession, type Session } from '../realm/demo-session.ts';

/** An API call that was refused. */
export class ApiRefused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
  ) {
    super(`${what} was refused: ${code} (${status})`);
  }
}

/** `as`: username of a demo person; null for the public. */
type Call = { as: string | null; body?: unknown; headers?: Record<string, string> };

export type ApiClient = {
  /** Waits and retries when the call limit is reached and resets soon.
   *  @throws ApiRefused */
  call<T>(method: 'GET' | 'POST' | 'PUT', path: string, call: Call): Promise<T>;
};

const TOO_MANY = 429;
const LONGEST_WAIT_S = 61;

/** Creates a client that uses the API like any other. */
export function apiClient({
  publicUrl,
  keycloakUrl,
  realm,
  totpSecret,
}: {
  publicUrl: string;
  keycloakUrl: string;
  realm: string;
  totpSecret: string | undefined;
}): ApiClient {
  const sessions = new Map<string, Session>();

  function tokenOf(username: string): Promise<string> {
    const known = sessions.get(username);
    if (known) return known.token();
    const session = demoSession({
      keycloakUrl,
      realm,
      redirectUri: `${publicUrl}/desk`,
      username,
      totpSecret,
    });
    sessions.set(username, session);
    return session.token();
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
        throw new ApiRefused(response.status, problem.code ?? 'unknown', `${method} ${path}`);
      }
    },
  };
}
