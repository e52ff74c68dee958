import { Agent, request } from 'node:http';
import type { Outgoing } from '../core/record-log.ts';
import type { Host } from '../store/host.ts';
import type { Settings } from '../settings.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
const ANSWER_WITHIN_MS = 30_000;

/** How often a batch that waits for company, or for another try, is looked at. */
const LOOK_AGAIN_MS = 20;

/** Posts the records of the engine as Zeebe's Elasticsearch exporter does: the exporters of a partition one after the other,
 *  each its own batches in order, and the same batch again until it was taken. */
export function startExporters(host: Host, { records, exporters }: Settings): { stop(): Promise<void> } {
  if (!records) return { stop: async () => {} };
  const target = records;
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const wakers = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of [...wakers]) wake();
  };
  host.onRecords(wakeAll);

  const run = async (partition: number): Promise<void> => {
    const queues = host.log.outgoing.filter((one) => one.partition === partition);
    const lanes = queues.map((queue) => ({ queue, opened: false, pauseMs: FIRST_PAUSE_MS, notBefore: 0 }));
    while (!stopping.signal.aborted) {
      let posted = false;
      for (const lane of lanes) {
        const { delayMs, size } = exporters[lane.queue.exporter] ?? { delayMs: 0, size: 500 };
        if (Date.now() < lane.notBefore || !isDue(lane.queue, host.now(), delayMs, size)) continue;
        posted = true;
        const batch = lane.queue.lines.slice(0, size);
        const last = batch.at(-1)?.position ?? 0;
        lane.opened ||= await send('PUT', `/${lane.queue.exporter}-record*/_settings`, OPENING);
        const taken = lane.opened && (await send('POST', '/_bulk', batch.map(({ text }) => text).join('')));
        if (taken) {
          host.acknowledge(lane.queue.exporter, partition, last);
          lane.pauseMs = FIRST_PAUSE_MS;
        } else {
          lane.notBefore = Date.now() + lane.pauseMs;
          lane.pauseMs = Math.min(2 * lane.pauseMs, LONGEST_PAUSE_MS);
        }
      }
      if (!posted) await rest(lanes.some(({ queue }) => queue.lines.length > 0));
    }
  };

  const rest = (waiting: boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = waiting ? setTimeout(() => wake(), LOOK_AGAIN_MS) : undefined;
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      wakers.add(wake);
    });

  const send = (method: string, path: string, body: string): Promise<boolean> =>
    new Promise((resolve) => {
      const outgoing = request(
        target.url + path,
        {
          agent,
          method,
          auth: `zeebe:${target.password}`,
          headers: {
            'content-type': method === 'POST' ? 'application/x-ndjson' : 'application/json',
            'content-length': Buffer.byteLength(body),
          },
          signal: stopping.signal,
          timeout: ANSWER_WITHIN_MS,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => resolve(false));
          response.on('end', () =>
            resolve(isTaken(response.statusCode ?? 0, Buffer.concat(chunks).toString())),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => resolve(false));
      outgoing.end(body);
    });

  const running = Array.from({ length: host.partitions }, (_, index) => run(index + 1));
  return {
    async stop() {
      stopping.abort();
      wakeAll();
      await Promise.all(running);
      agent.destroy();
    },
  };
}

const OPENING = '{"index":{"number_of_replicas":"0"}}';

/** A batch leaves when it is full or its oldest record has waited long enough. */
const isDue = ({ lines }: Outgoing, now: number, delayMs: number, size: number): boolean => {
  const [oldest] = lines;
  return oldest !== undefined && (lines.length >= size || now - oldest.timestamp >= delayMs);
};

function isTaken(status: number, body: string): boolean {
  if (status < 200 || status > 299) return false;
  try {
    return (JSON.parse(body) as { errors?: unknown }).errors !== true;
  } catch {
    return false;
  }
}
