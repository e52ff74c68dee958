import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedServer } from '#common/node/bounded-server.ts';
import { MAX_JSON_DEPTH } from '../core/json-depth.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';
import { ResourceExhausted } from '../store/store.ts';
import { readJson } from './input.ts';

const STATUS: Record<RejectionCode, number> = {
  NOT_FOUND: 404,
  INVALID_STATE: 409,
  INVALID_ARGUMENT: 400,
  ALREADY_EXISTS: 400,
};
const BUSY = 503;
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Nesting levels of the body around its variables, and of these around each value. */
const LEVELS_AROUND = 2;

export type Body = Record<string, unknown>;
export type HttpReply = { status: number; body?: object };
/** Answers one call; `read` returns its parsed body. */
export type Route = (path: string, read: () => Promise<Body>) => Promise<HttpReply> | HttpReply;
export type Address = { host: string; port: number };
export type HttpServer = { url: string; stop(): Promise<void> };

/** Serves calls as JSON; a refusal is a problem document, worded as in 8.5.
 *  @param route finds the handler of a method and a path, if any */
export async function listen(
  { host, port }: Address,
  route: (method: string, path: string) => Route | undefined,
): Promise<HttpServer> {
  const server = boundedServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const handle = route(request.method ?? '', path) ?? (() => NOWHERE);
    void Promise.resolve()
      .then(() => handle(path, () => readBody(request)))
      .catch((error: unknown) => refusal(error, path))
      .then(({ status, body }) => {
        response.writeHead(status, {
          'content-type': status < 400 ? 'application/json' : 'application/problem+json',
        });
        response.end(body ? JSON.stringify(body) : undefined);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const NOWHERE: HttpReply = { status: 404, body: problem(404, 'NOT_FOUND', 'No such resource', '') };

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES)
      throw new Rejection(
        'INVALID_ARGUMENT',
        `Request property [body] is larger than ${MAX_BODY_BYTES} bytes`,
      );
  }
  if (chunks.length === 0) return {};
  const body = readJson(Buffer.concat(chunks).toString(), MAX_JSON_DEPTH + LEVELS_AROUND);
  if (typeof body === 'object' && body !== null) return body as Body;
  throw new Rejection('INVALID_ARGUMENT', 'Request property [body] cannot be parsed');
}

function refusal(error: unknown, path: string): HttpReply {
  if (error instanceof Rejection) {
    const status = STATUS[error.code];
    return { status, body: problem(status, error.code, error.message, path) };
  }
  if (error instanceof ResourceExhausted)
    return { status: BUSY, body: problem(BUSY, 'RESOURCE_EXHAUSTED', error.message, path) };
  console.error(error);
  return { status: 500, body: problem(500, 'INTERNAL', 'The engine met an error of its own', path) };
}

function problem(status: number, title: string, detail: string, instance: string): object {
  return { type: 'about:blank', title, status, detail, instance };
}
