import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from './service.ts';

/** A running control server. */
export interface ControlServer {
  readonly url: string;
  stop(): Promise<void>;
}

const VERBS = ['start', 'stop', 'kill'] as const;

/** Lets tests, which run in other processes, stop, kill and start components: `POST /engine/kill`, `POST
 *  /postgres/start`… It responds when the action is done. It runs on loopback, as long as the test services
 *  do. */
export async function startControlServer(
  components: Record<string, Service | undefined>,
): Promise<ControlServer> {
  const services = new Map(Object.entries(components));
  const server = createServer((request, response) => {
    const [, name = '', verb = ''] = (request.url ?? '').split('/');
    const service = services.get(name);
    const known = VERBS.find((one) => one === verb);
    if (request.method !== 'POST' || !service || !known) {
      response.writeHead(404).end(`There is no ${name} to ${verb} here.`);
      return;
    }
    service[known]().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
