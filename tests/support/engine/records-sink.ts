import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Posted record: its action and the record itself, parsed, and the raw line. */
export type Posted = {
  index: string;
  id: string;
  line: string;
  record: { valueType: string; intent: string; position: number; value: Record<string, unknown> };
};

export type Batch = { posted: Posted[]; authorization: string | undefined; taken: boolean };

/** Starts a server that receives records in place of the API. `answer` decides about each batch; by default
 *  all are accepted. Set `keeps` to false for large numbers of records. */
export async function recordsSink(
  answer: (batch: Batch) => { status: number; errors: boolean } = taken,
  { keeps = true }: { keeps?: boolean } = {},
) {
  const batches: Batch[] = [];
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      calls.push(`${request.method} ${request.url}`);
      const batch: Batch = { posted: [], authorization: request.headers.authorization, taken: false };
      if (request.url === '/_bulk') {
        batch.posted = postedIn(body);
        if (keeps) batches.push(batch);
      }
      const { status, errors } = answer(batch);
      batch.taken = status === 200 && !errors;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ took: 1, errors, items: [] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    batches,
    calls,
    posted: (): Posted[] => batches.flatMap(({ posted }) => posted),
    /** Records of accepted batches. */
    taken: (): Posted[] => batches.filter((batch) => batch.taken).flatMap(({ posted }) => posted),
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const taken = () => ({ status: 200, errors: false });

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function postedIn(body: string): Posted[] {
  const lines = body.trimEnd().split('\n');
  const posted: Posted[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { index } = JSON.parse(lines[at] ?? '') as { index: { _index: string; _id: string } };
    const line = lines[at + 1] ?? '';
    posted.push({ index: index._index, id: index._id, line, record: JSON.parse(line) as Posted['record'] });
  }
  return posted;
}
