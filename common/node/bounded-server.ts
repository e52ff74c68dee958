import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Who has sent nothing and read nothing for so long is let go: it is longer than the engine's exporters and our screens are ever silent. */
const IDLE_TIMEOUT_MS = 90_000;
const KEEP_ALIVE_MS = 75_000;
/** How often Node looks for those who are late. */
const CHECK_INTERVAL_MS = 5_000;
/** Who is refused may read why; then the connection is gone, whatever the other end holds on to. */
const LINGER_MS = 2_000;
/** So many requests of a connection may wait behind the one that is worked on. Browsers, proxies and our own clients wait for
 *  each answer. */
const MAX_PIPELINED = 4;

/** What a server allows those who connect to it. */
export type ServerLimits = {
  headersWithinMs?: number;
  requestWithinMs?: number;
  idleWithinMs?: number;
  lookEveryMs?: number;
  /** More connections are closed at once. */
  mostConnections?: number;
};

export const MAX_CONNECTIONS = 5_000;

/** Makes an HTTP server that nobody can hold by being slow, or by asking on and on: headers, bodies and reading have to be done in time,
 *  connections are numbered, and each is worked on for one request at a time.
 *  @param refusal the words for what is no HTTP, or too much of it, which never becomes a request */
export function boundedServer(
  listener: RequestListener,
  {
    headersWithinMs = HEADERS_TIMEOUT_MS,
    requestWithinMs = REQUEST_TIMEOUT_MS,
    idleWithinMs = IDLE_TIMEOUT_MS,
    lookEveryMs = CHECK_INTERVAL_MS,
    mostConnections = MAX_CONNECTIONS,
  }: ServerLimits = {},
  refusal: (code: string | undefined) => string = plainRefusal,
): Server {
  const server = createServer(
    {
      headersTimeout: headersWithinMs,
      requestTimeout: requestWithinMs,
      connectionsCheckingInterval: lookEveryMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    oneAtATime(listener),
  );
  server.timeout = idleWithinMs;
  server.maxConnections = mostConnections;
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) =>
    closeLingering(socket, code, refusal),
  );
  return server;
}

/** Calls the listener for the next request of a connection once the one before is answered. A connection that asks further ahead than
 *  it may is cut, and what waits on one that closed is dropped. */
function oneAtATime(listener: RequestListener): RequestListener {
  type Exchange = [IncomingMessage, ServerResponse];
  const waiting = new WeakMap<Socket, Exchange[]>();

  function work(...[req, res]: Exchange): void {
    const { socket } = req;
    res.once('close', () => {
      const next = socket.destroyed ? undefined : waiting.get(socket)?.shift();
      if (next) work(...next);
      else waiting.delete(socket);
    });
    listener(req, res);
  }

  return (req, res) => {
    const { socket } = req;
    if (socket.destroyed) return;
    const ahead = waiting.get(socket);
    if (ahead && ahead.length >= MAX_PIPELINED) return void socket.destroy();
    if (ahead) return void ahead.push([req, res]);
    waiting.set(socket, []);
    work(req, res);
  };
}

/** Answers, and lets go of the connection although the other end may keep its own open. */
function closeLingering(
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
