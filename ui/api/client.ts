import { ENDPOINTS, type OperationId } from '#common/contract/endpoints.ts';
import type {
  AnswerOf,
  BodyOf,
  EventsId,
  IdempotentId,
  ParamsOf,
  QueryOf,
} from '#common/contract/operations.ts';
import type { Problem } from '#common/contract/problem.ts';
import { ProblemError } from './problem-error.ts';

/** Operations that answer once, with JSON or with nothing. */
export type CallId = Exclude<OperationId, EventsId>;

/** Query with the names of the contract. Filters come from the address of the page, so that a value may be
 *  any text; the server checks it. Empty values are left out. */
type Query<Q> = { [Name in keyof Q]: Q[Name] | string | (undefined extends Q[Name] ? undefined : never) };

type Given<Name extends 'params' | 'query' | 'body', Value> = [Value] extends [undefined]
  ? unknown
  : Name extends 'query'
    ? object extends Value
      ? { query?: Value }
      : { query: Value }
    : Record<Name, Value>;

/** The parts of a call that make it what it is. */
export type CallParts<Id extends CallId> = Given<'params', ParamsOf<Id>> &
  Given<'query', QueryOf<Id> extends undefined ? undefined : Query<QueryOf<Id>>> &
  Given<'body', BodyOf<Id>>;

export type CallInput<Id extends CallId> = CallParts<Id> & { signal?: AbortSignal } & (Id extends IdempotentId
    ? /** A call that is repeated with the same key after a lost answer runs only once. */
      { idempotencyKey?: string }
    : unknown);

type AnyInput = {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

export type ApiClient = {
  /** Calls an operation by its id, with the types of its contract. */
  <Id extends CallId>(
    id: Id,
    ...input: object extends CallInput<Id> ? [input?: CallInput<Id>] : [input: CallInput<Id>]
  ): Promise<AnswerOf<Id>>;
  /** Opens a stream of server-sent events. */
  stream(id: EventsId, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
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

/** Fills in the parameters of a path; a wildcard (`*name`) keeps its slashes. */
const filledPath = (path: string, params: NonNullable<AnyInput['params']>): string =>
  path.replace(/([:*])(\w+)/g, (_, kind: string, name: string) => {
    const encoded = encodeURIComponent(params[name] ?? '');
    return kind === '*' ? encoded.replaceAll('%2F', '/') : encoded;
  });

function searchOf(query: NonNullable<AnyInput['query']>): string {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

/** Creates the client for all API calls: same origin, JSON, with the token of the signed-in user if there is
 *  one.
 *  @throws ProblemError on every non-success response */
export function createApiClient(token: TokenSource): ApiClient {
  async function send(id: OperationId, accept: string, input: AnyInput): Promise<Response> {
    const { params = {}, query = {}, body, idempotencyKey, signal } = input;
    const [method = '', path = ''] = ENDPOINTS[id].split(' ');
    let response: Response;
    try {
      const bearer = await token();
      response = await fetch(`/api${filledPath(path, params)}${searchOf(query)}`, {
        method,
        headers: {
          accept,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ProblemError('network', 0);
    }
    if (!response.ok) throw await toProblemError(response);
    return response;
  }

  async function call(id: CallId, input: AnyInput = {}): Promise<unknown> {
    const response = await send(id, 'application/json', input);
    try {
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    } catch {
      throw new ProblemError('unexpected', response.status);
    }
  }

  async function stream(id: EventsId, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await send(id, 'text/event-stream', { signal });
    if (!response.body) throw new ProblemError('unexpected', response.status);
    return response.body;
  }

  return Object.assign(call as ApiClient, { stream });
}
