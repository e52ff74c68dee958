import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { EXPORTERS } from '#common/zeebe-protocol/exporters.ts';
import { environment } from '#tests/support/environment.ts';
import { bodyOf, type Exporter, type Line, type Started } from './engine-records.ts';

/** Posts one bulk like an exporter and waits for the response.
 *  @throws when it is not accepted */
export function bulkPoster(url: string): { post(body: string): Promise<void>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const authorization = `Basic ${Buffer.from(`zeebe:${environment.recordsPassword}`).toString('base64')}`;
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const bytes = Buffer.from(body);
        const headers = {
          authorization,
          'content-type': 'application/x-ndjson',
          'content-length': bytes.length,
        };
        const call = request(`${url}/_bulk`, { method: 'POST', agent, headers }, (answer) => {
          answer.resume();
          answer.once('end', () =>
            answer.statusCode === 200
              ? resolve()
              : reject(new Error(`a bulk was answered with ${answer.statusCode}`)),
          );
        });
        call.once('error', reject);
        call.end(bytes);
      }),
    close: () => agent.destroy(),
  };
}

/** Lines of the fast exporter per start: CORRELATED, CREATING, CREATED. */
const LINES_A_START = 3;

export type ExporterThread = {
  add(started: Started): void;
  /** Resolves once everything that was added is committed. */
  drained(): Promise<void>;
  stop(): Promise<void>;
};

/** Simulates the exporters of one partition. They share a thread, which waits for each response: `fast` posts
 *  pending lines at once, `slow` collects them for its delay or up to its batch size. */
export function exporterThread(
  url: string,
  onCommitted: (instances: readonly Started[]) => void = () => undefined,
): ExporterThread {
  const poster = bulkPoster(url);
  const waiting: Record<Exporter, Line[]> = { fast: [], slow: [] };
  const uncommitted: Started[] = [];
  let committedLines = 0;
  let flushedAt = performance.now();
  let stopping = false;
  let failed: unknown;

  async function flush(exporter: Exporter): Promise<void> {
    const lines = waiting[exporter].splice(0, EXPORTERS[exporter].size);
    await poster.post(bodyOf(lines));
    if (exporter === 'slow') flushedAt = performance.now();
    else {
      committedLines += lines.length;
      const whole = uncommitted.splice(0, Math.floor(committedLines / LINES_A_START));
      committedLines -= whole.length * LINES_A_START;
      onCommitted(whole);
    }
  }

  const slowIsDue = () =>
    waiting.slow.length >= EXPORTERS.slow.size ||
    (waiting.slow.length > 0 && performance.now() - flushedAt >= EXPORTERS.slow.delaySeconds * 1000);

  async function run(): Promise<void> {
    while (!stopping) {
      if (waiting.fast.length > 0) await flush('fast');
      if (slowIsDue()) await flush('slow');
      else if (waiting.fast.length === 0) await pause(1);
    }
  }
  const running = run().catch((error: unknown) => {
    failed = error;
  });

  return {
    add(started) {
      waiting.fast.push(...started.fast);
      waiting.slow.push(...started.slow);
      uncommitted.push(started);
    },
    async drained() {
      while (waiting.fast.length + waiting.slow.length + uncommitted.length > 0) {
        if (failed) throw failed;
        await pause(5);
      }
    },
    async stop() {
      stopping = true;
      await running;
      poster.close();
      if (failed) throw failed;
    },
  };
}
