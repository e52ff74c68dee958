import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web';
import { expect } from 'chai';
import type { Problem } from '#common/contract/problem.ts';
import { NodeResponse } from './dom.ts';

export interface Call {
  readonly method: string;
  /** Path below `/api`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

type Answer = (call: Call) => unknown;

const json = (status: number, body: unknown, type = 'application/json'): Response =>
  new NodeResponse(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': type },
  });

/** Refusal as the API words it. */
export function problem(code: Problem['code'], status: number, more: Partial<Problem> = {}): Response {
  const body = { type: `about:${code}`, title: code, status, code, instance: 'urn:test', ...more };
  return json(status, body, 'application/problem+json');
}

/** Streams of server-sent events, one for each call. */
export class EventStreams {
  readonly #streams: ReadableStreamDefaultController<Uint8Array>[] = [];

  get opened(): number {
    return this.#streams.length;
  }

  readonly open = (): Response => {
    const body = new ReadableStream<Uint8Array>({ start: (stream) => void this.#streams.push(stream) });
    return new NodeResponse(body as BodyInit, { headers: { 'content-type': 'text/event-stream' } });
  };

  /** Sends an event through the latest stream. */
  send(name: string, data: unknown): void {
    const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    this.#streams.at(-1)?.enqueue(new TextEncoder().encode(text));
  }

  /** Ends the latest stream, as a lost connection does. */
  end(): void {
    this.#streams.at(-1)?.close();
  }
}

/** The API at the edge of the network: it takes the place of `fetch`, answers by method and path, and records
 *  the calls. A call that no test has foreseen fails like a lost connection, and then fails the test. */
export class ScreenServer {
  readonly calls: Call[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #unforeseen: string[] = [];

  /** Answers `GET /path` and the like with a body, a `Response`, or what a function returns for the call. */
  on(route: string, answer: unknown): this {
    this.#answers.set(route, typeof answer === 'function' ? (answer as Answer) : () => answer);
    return this;
  }

  /** Answers a route only after `release`, with the answer given to it. */
  hold(route: string): { release: (answer: unknown) => void } {
    let release: (answer: unknown) => void = () => undefined;
    const answer = new Promise((resolve) => (release = resolve));
    this.on(route, () => answer);
    return { release };
  }

  /** Calls of a route so far. */
  of(route: string): Call[] {
    return this.calls.filter(({ method, path }) => `${method} ${path}` === route);
  }

  /** Bodies of the calls of a route so far. */
  bodies(route: string): unknown[] {
    return this.of(route).map(({ body }) => body);
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), 'https://shahrah.test');
    const method = init.method ?? 'GET';
    const path = url.pathname.replace(/^\/api/, '');
    const call: Call = {
      method,
      path,
      query: Object.fromEntries(url.searchParams),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      signal: init.signal ?? undefined,
    };
    this.calls.push(call);
    const answer = this.#answers.get(`${method} ${path}`);
    if (!answer) {
      this.#unforeseen.push(`${method} ${path}`);
      throw new TypeError('fetch failed');
    }
    const given = await answer(call);
    return given instanceof NodeResponse ? given.clone() : json(given === undefined ? 204 : 200, given);
  };

  expectAllForeseen(): void {
    expect(this.#unforeseen, 'calls that the test did not foresee').to.deep.equal([]);
  }
}
