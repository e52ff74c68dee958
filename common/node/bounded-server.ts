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
/** A connection idle for this long is closed: longer than the engine's exporters and our UIs are ever
 *  silent. */
const IDLE_TIMEOUT_MS = 90_000;
const KEEP_ALIVE_MS = 75_000;
/** Interval at which Node checks for timeouts. */
const CHECK_INTERVAL_MS = 5_000;
/** A refused client has this long to read the reason; then the connection is closed, whatever the other end
 *  does. */
const LINGER_MS = 2_000;
/** Maximum number of requests that wait on a connection behind the current one. Browsers, proxies and our own
 *  clients wait for each answer. */
const MAX_PIPELINED = 4;

/** Limits that a server imposes on its clients. */
export type ServerLimits = {
  headersWithinMs?: number;
  requestWithinMs?: number;
  idleWithinMs?: number;
  lookEveryMs?: number;
  /** Connections beyond this number are closed at once. */
  mostConnections?: number;
};

export const MAX_CONNECTIONS = 5_000;

/** Creates an HTTP server that nobody can exhaust with slow or endless requests. Headers, bodies and idle
 *  times have deadlines, connections are limited, and each connection handles one request at a time.
 *  @param refusal returns the response to input that is not HTTP, or exceeds its limits, and never becomes a
 *  request */
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

/** Calls the listener for the next request of a connection once the previous one is answered. A connection
 *  that pipelines more than allowed is cut; requests waiting on a closed connection are dropped. */
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

/** Answers and closes the connection, even if the other end keeps its own open. */
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
