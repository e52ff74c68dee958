import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundedServer } from '#common/node/bounded-server.ts';
import type { Log } from '../platform/log.ts';
import { InvalidBulk, readBulk } from './engine-records.ts';
import type { Projector } from './projector.ts';

/** An exporter sends at most 10 MB plus one record of 4 MB. */
const MAX_BODY = 16 * 1024 * 1024;

const CLOSE_TIMEOUT_MS = 5_000;

const ELASTICSEARCH = {
  name: 'shahrah',
  cluster_name: 'shahrah',
  cluster_uuid: 'shahrah',
  version: { number: '8.9.2', build_flavor: 'default', minimum_wire_compatibility_version: '7.17.0' },
  tagline: 'You Know, for Search',
};

class TooLarge extends Error {}

export type RecordStream = { port: number; close(): Promise<void> };

/** Listens for Zeebe's exporters, which treat us as an Elasticsearch. Settings and templates are
 *  acknowledged. `POST /_bulk` is answered only after the records are committed, because the engine forgets
 *  what was acknowledged. On 503 the exporter sends the same bulk again. The index of each record tells the
 *  exporters apart (see common/zeebe-protocol/exporters.ts). */
export async function openRecordStream(deps: {
  projector: Projector;
  host: string;
  port: number;
  password: string;
  log: Log;
}): Promise<RecordStream> {
  const { projector, host, port, password, log } = deps;
  const expected = digest(`Basic ${Buffer.from(`zeebe:${password}`).toString('base64')}`);
  let refusing = false;

  const server = boundedServer((req, res) => {
    handle(req, res).catch((error: Error) => {
      if (error instanceof TooLarge) answer(res, 413, { error: 'the body is too large' });
      else if (error instanceof InvalidBulk) {
        log.error({ reason: error.message }, 'somebody posted what is no bulk of an exporter');
        answer(res, 400, { error: error.message });
      } else {
        if (!refusing)
          log.error({ err: error }, 'records cannot be stored; the engine keeps them and sends them again');
        refusing = true;
        answer(res, 503, { error: 'not now' });
      }
    });
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!timingSafeEqual(digest(req.headers.authorization ?? ''), expected)) {
      req.resume();
      res.setHeader('www-authenticate', 'Basic realm="records"');
      return answer(res, 401, { error: 'not signed in' });
    }
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    if (req.method === 'POST' && path.endsWith('/_bulk')) {
      const begun = performance.now();
      const body = await readBody(req);
      await projector.project(readBulk(body.toString('utf8')), body);
      if (refusing) log.info({}, 'records are stored again');
      refusing = false;
      return answer(res, 200, { took: Math.round(performance.now() - begun), errors: false, items: [] });
    }
    req.resume();
    if (req.method === 'PUT') return answer(res, 200, { acknowledged: true });
    if ((req.method === 'GET' || req.method === 'HEAD') && path === '/')
      return answer(res, 200, ELASTICSEARCH);
    answer(res, 404, { error: 'no such index' });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `port ${port} is taken; set ENGINE_RECORDS_PORT, here and at the engine's exporters, to a free one`,
            )
          : error,
      ),
    );
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const end = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
        server.close(() => {
          clearTimeout(end);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function answer(res: ServerResponse, status: number, body: object): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
  res.end(JSON.stringify(body));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
