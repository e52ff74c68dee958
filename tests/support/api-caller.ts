import { tokenOf } from './sign-in/tokens.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes; the tests say what they expect
export type CallResponse = { status: number; headers: Headers; body: any };

export type CallOptions = {
  /** Demo user who makes the call; anonymous if omitted. */
  as?: string;
  headers?: Record<string, string>;
  /** Body sent unchanged, instead of JSON. */
  raw?: string | Buffer;
  signal?: AbortSignal;
};

/** Creates a caller that uses the API as a browser would.
 *  @param url base URL of the API; a function is asked at each call */
export const createCaller =
  (url: string | (() => string)) =>
  async (method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<CallResponse> => {
    const headers: Record<string, string> = { ...options.headers };
    if (options.as) headers.authorization = `Bearer ${await tokenOf(options.as)}`;
    if (body !== undefined || options.raw !== undefined) headers['content-type'] ??= 'application/json';
    const sent = options.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch((typeof url === 'function' ? url() : url) + path, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };

export type Caller = ReturnType<typeof createCaller>;
