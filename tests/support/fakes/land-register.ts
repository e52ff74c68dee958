import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const REGISTER_TOKEN = 'reads-plots-in-tests';

/** Parcel in the response format of docs/registers.md. */
export const aPlot = (plot: string, given: object = {}) => ({
  plot,
  landUse: 'residential',
  state: 'private',
  encumbered: false,
  owners: [{ nationalId: '0012345679' }],
  asOf: '2026-03-01',
  ...given,
});

type Trouble = (response: ServerResponse) => void;

export type ReferenceRegister = {
  readonly url: string;
  /** Known parcels by number. */
  readonly plots: Map<string, object>;
  /** Faults for the next queries, one each, in place of an answer. */
  readonly troubles: Trouble[];
  /** Parcels queried, in order. */
  readonly asked: string[];
  close(): Promise<void>;
};

export const TROUBLES = {
  status:
    (code: number): Trouble =>
    (response) =>
      void response.writeHead(code).end(),
  silence: (): void => undefined,
  hangUp: (response: ServerResponse): void => void response.destroy(),
  body:
    (text: string): Trouble =>
    (response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(text),
} as const;

/** Starts a land register that follows docs/registers.md and can simulate faults. */
export async function aLandRegister(): Promise<ReferenceRegister> {
  const plots = new Map<string, object>();
  const troubles: Trouble[] = [];
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const plot = decodeURIComponent(/^\/plots\/([^/]+)$/.exec(request.url ?? '')?.[1] ?? '');
    asked.push(plot);
    const trouble = troubles.shift();
    if (trouble) return trouble(response);
    if (request.headers.authorization !== `Bearer ${REGISTER_TOKEN}`)
      return void response.writeHead(401).end();
    const found = plots.get(plot);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plots,
    troubles,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
