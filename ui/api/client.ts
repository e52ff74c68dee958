import type { Problem } from '#common/contract/problem.ts';
import { ProblemError } from './problem-error.ts';

type Query = Record<string, string | number | undefined>;

export type ApiClient = {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>;
  /** Sends a command. Safe to repeat with the same `idempotencyKey` after a lost answer: the command runs
   *  only once. */
  post<T>(path: string, body: unknown, options?: { idempotencyKey?: string }): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete(path: string): Promise<void>;
  /** Opens a stream of server-sent events. */
  stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
};

/** Rejects when no token is available right now, for example while offline. */
export type TokenSource = () => Promise<string | undefined>;

async function toProblemError(response: Response): Promise<ProblemError> {
  const after = Number(response.headers.get('retry-after')) || undefined;
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const problem = isProblem
    ? ((await response.json().catch(() => undefined)) as Problem | undefined)
    : undefined;
  return new ProblemError(problem?.code ?? 'unexpected', response.status, problem, after);
}

/** Creates the client for all API calls: same origin, JSON, with the token of the signed-in user if there is
 *  one.
 *  @throws ProblemError on every non-success response */
export function createApiClient(token: TokenSource): ApiClient {
  async function send(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
  ): Promise<Response> {
    let response: Response;
    try {
      const bearer = await token();
      const headers = {
        accept: 'application/json',
        ...init.headers,
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      };
      response = await fetch(`/api${path}`, { ...init, headers });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ProblemError('network', 0);
    }
    if (!response.ok) throw await toProblemError(response);
    return response;
  }

  const json = async <T>(response: Response): Promise<T> => {
    if (response.status === 204) return undefined as T;
    return response.json().catch(() => {
      throw new ProblemError('unexpected', response.status);
    }) as Promise<T>;
  };

  return {
    async get(path, query = {}, signal) {
      const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] =>
        value === undefined || value === '' ? [] : [[key, String(value)]],
      );
      const search = new URLSearchParams(pairs).toString();
      return json(await send(search ? `${path}?${search}` : path, signal ? { signal } : {}));
    },
    async post(path, body, { idempotencyKey } = {}) {
      const headers = {
        'content-type': 'application/json',
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      };
      return json(await send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
    async put(path, body) {
      const headers = { 'content-type': 'application/json' };
      return json(await send(path, { method: 'PUT', headers, body: JSON.stringify(body) }));
    },
    async patch(path, body) {
      const headers = { 'content-type': 'application/json' };
      return json(await send(path, { method: 'PATCH', headers, body: JSON.stringify(body) }));
    },
    async delete(path) {
      await send(path, { method: 'DELETE' });
    },
    async stream(path, signal) {
      const response = await send(path, { signal, headers: { accept: 'text/event-stream' } });
      if (!response.body) throw new ProblemError('unexpected', response.status);
      return response.body;
    },
  };
}
