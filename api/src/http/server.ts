import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedServer, plainRefusal, type ServerLimits } from '#common/node/bounded-server.ts';
import { HeaderTooLarge } from './http.errors.ts';
import { problemBody } from './problem-handler.ts';

/** Connections still open after this long are cut. Event streams end here; their clients reconnect to another
 *  node. */
const STOP_TIMEOUT_MS = 5_000;

export type Listening = { url: string; port: number; close(): Promise<void> };

/** Listens, with limits on connections.
 *  @returns `close`: it refuses new connections at once, lets running calls end, and resolves when none is
 *  left
 *  @throws when the port is taken (`code` is EADDRINUSE) */
export async function listen(
  app: RequestListener,
  { host, port, ...bounds }: { host: string; port: number } & ServerLimits,
): Promise<Listening> {
  const server = boundedServer(app, bounds, refusal);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    close: () => close(server),
  };
}

/** Returns the response to input that is not HTTP, or exceeds its limits, before it becomes a request.
 *  Nothing of the input is kept. */
function refusal(code: string | undefined): string {
  if (code !== 'HPE_HEADER_OVERFLOW') return plainRefusal(code);
  const body = JSON.stringify(problemBody(new HeaderTooLarge()));
  const head = [
    'HTTP/1.1 431 Request Header Fields Too Large',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(cut);
}
