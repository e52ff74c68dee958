import { createServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

const HEADERS_WITHIN_MS = 15_000;
const REQUEST_WITHIN_MS = 60_000;
/** Who has sent nothing and read nothing for so long is let go: it is longer than the engine's exporters and our screens are ever silent. */
const IDLE_WITHIN_MS = 90_000;
const KEEP_ALIVE_MS = 75_000;
/** How often Node looks for those who are late. */
const LOOK_EVERY_MS = 5_000;
/** Who is refused may read why; then the connection is gone, whatever the other end holds on to. */
const LINGER_MS = 2_000;

/** What a server allows those who connect to it. */
export type Bounds = {
  headersWithinMs?: number;
  requestWithinMs?: number;
  idleWithinMs?: number;
  lookEveryMs?: number;
  /** More connections are closed at once. */
  mostConnections?: number;
};

export const MOST_CONNECTIONS = 5_000;

/** Makes an HTTP server that nobody can hold by being slow: headers, bodies and reading have to be done in time, and connections are
 *  numbered.
 *  @param refusal the words for what is no HTTP, or too much of it, which never becomes a request */
export function boundedServer(
  listener: RequestListener,
  {
    headersWithinMs = HEADERS_WITHIN_MS,
    requestWithinMs = REQUEST_WITHIN_MS,
    idleWithinMs = IDLE_WITHIN_MS,
    lookEveryMs = LOOK_EVERY_MS,
    mostConnections = MOST_CONNECTIONS,
  }: Bounds = {},
  refusal: (code: string | undefined) => string = plainRefusal,
): Server {
  const server = createServer(
    {
      headersTimeout: headersWithinMs,
      requestTimeout: requestWithinMs,
      connectionsCheckingInterval: lookEveryMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    listener,
  );
  server.timeout = idleWithinMs;
  server.maxConnections = mostConnections;
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => letGo(socket, code, refusal));
  return server;
}

/** Answers, and lets go of the connection although the other end may keep its own open. */
function letGo(
  socket: Duplex,
  code: string | undefined,
  refusal: (code: string | undefined) => string,
): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  socket.end(refusal(code));
}

export const plainRefusal = (code: string | undefined): string => {
  const line = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
  return `HTTP/1.1 ${line}\r\nConnection: close\r\n\r\n`;
};
