import { Agent, request } from 'node:http';
import { BROKER_VERSION, type RecordLine } from '../core/record-log.ts';
import type { Cursor } from '../store/record-batches.ts';
import type { Store } from '../store/store.ts';
import type { ExporterSettings, RecordsTarget } from '../settings.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
const ANSWER_WITHIN_MS = 30_000;
/** Between two posts of an exporter, unless one is full: each costs its receiver a transaction, however few records it brings. */
const POST_EVERY_MS = 20;
/** Characters after which a post takes no further record, as with Zeebe's exporter: a record may have some million. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** An exporter of a partition: what it has read and not been acknowledged for yet. Its times are milliseconds that no clock jumps:
 *  the clocks of the engine and of the machine may be set. */
type Lane = ExporterSettings & {
  exporter: string;
  wanted: ReadonlySet<string>;
  /** Where it has read to. */
  cursor: Cursor;
  /** The news after which it read to the end; with later news there may be more. */
  readAfter: number;
  lines: RecordLine[];
  /** When the oldest of the lines was read. */
  since: number;
  opened: boolean;
  /** When the last post left. */
  postedAt: number;
  pauseMs: number;
  notBefore: number;
};

/** Posts the records as Zeebe's Elasticsearch exporter does: the exporters of a partition one after the other, each its own batches
 *  in order, and the same batch again until it was taken. */
export function startExporters(
  store: Store,
  { records, exporters }: { records: RecordsTarget; exporters: Record<string, ExporterSettings> },
): { stop(): Promise<void> } {
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const wakers = new Set<() => void>();
  /** Counts what has come, so that nobody goes to rest over it. */
  let news = 0;
  const wakeAll = (): void => {
    news += 1;
    for (const wake of [...wakers]) wake();
  };
  store.onRecords(wakeAll);

  const run = async (partition: number): Promise<void> => {
    const lanes = Object.entries(exporters).map(([exporter, settings]): Lane => ({
      ...settings,
      exporter,
      wanted: new Set(settings.types),
      cursor: store.exporterPositions.of(exporter, partition),
      readAfter: -1,
      lines: [],
      since: 0,
      opened: false,
      postedAt: -Infinity,
      pauseMs: FIRST_PAUSE_MS,
      notBefore: 0,
    }));
    while (!stopping.signal.aborted) {
      let posted = false;
      const seen = news;
      for (const lane of lanes) {
        await fill(lane, partition);
        if (dueAt(lane) > performance.now()) continue;
        posted = true;
        await post(lane, partition);
      }
      if (!posted && seen === news) await rest(Math.min(...lanes.map(dueAt)));
    }
  };

  /** Reads on while there is room for more; what nobody wants is passed at once. */
  const fill = async (lane: Lane, partition: number): Promise<void> => {
    const { size, lines, wanted, cursor, exporter } = lane;
    const room = size - lines.length;
    if (room <= 0 || lane.readAfter === news) return;
    const before = news;
    const read = await store.records.read(cursor, { partition, types: wanted, max: room });
    lane.cursor = read.upTo;
    if (read.lines.length < room) lane.readAfter = before;
    if (lines.length === 0) lane.since = performance.now();
    lines.push(...read.lines);
    const moved = read.upTo.turn > cursor.turn || read.upTo.position > cursor.position;
    if (lines.length === 0 && moved) store.exporterPositions.acknowledge(exporter, partition, read.upTo);
  };

  const post = async (lane: Lane, partition: number): Promise<void> => {
    const { exporter } = lane;
    lane.postedAt = performance.now();
    lane.opened ||= await send('PUT', `/${exporter}-record*/_settings`, OPENING);
    while (lane.opened && lane.lines.length > 0) {
      const count = fitting(lane.lines);
      const body = lane.lines.slice(0, count).map((line) => bulkOf(exporter, line));
      if (!(await send('POST', '/_bulk', body.join('')))) break;
      lane.lines.splice(0, count);
    }
    if (lane.lines.length === 0) {
      lane.pauseMs = FIRST_PAUSE_MS;
      store.exporterPositions.acknowledge(exporter, partition, lane.cursor);
    } else {
      lane.notBefore = performance.now() + lane.pauseMs;
      lane.pauseMs = Math.min(2 * lane.pauseMs, LONGEST_PAUSE_MS);
    }
  };

  /** Until a time, or until there are news. */
  const rest = (until: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = until < Infinity ? setTimeout(wake, until - performance.now()) : undefined;
      wakers.add(wake);
    });

  const send = (method: string, path: string, body: string): Promise<boolean> =>
    new Promise((resolve) => {
      const outgoing = request(
        records.url + path,
        {
          agent,
          method,
          auth: `zeebe:${records.password}`,
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

  const running = Array.from({ length: store.partitions }, (_, index) => run(index + 1));
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

const indexNameOf = (valueType: string): string => valueType.toLowerCase().replaceAll('_', '-');

const dayOf = (timestamp: number): string => new Date(timestamp).toISOString().slice(0, 10);

/** How many of the records one post takes: at least one. */
function fitting(lines: readonly RecordLine[]): number {
  let characters = 0;
  const over = lines.findIndex(({ text }) => (characters += text.length) > MOST_CHARACTERS);
  return over < 0 ? lines.length : Math.max(1, over);
}

/** The two lines of a record in a bulk. */
const bulkOf = (exporter: string, { partition, position, timestamp, valueType, text }: RecordLine): string =>
  `{"index":{"_index":"${exporter}-record_${indexNameOf(valueType)}_${BROKER_VERSION}_${dayOf(timestamp)}","_id":"${partition}-${position}","routing":"${partition}"}}\n${text}\n`;

/** A batch leaves when it is full or its oldest record has waited long enough, not too soon after the last one and not before its
 *  next try. */
const dueAt = ({ lines, size, since, delayMs, postedAt, notBefore }: Lane): number => {
  if (lines.length === 0) return Infinity;
  if (lines.length >= size) return notBefore;
  return Math.max(notBefore, since + delayMs, postedAt + POST_EVERY_MS);
};

function isTaken(status: number, body: string): boolean {
  if (status < 200 || status > 299) return false;
  try {
    return (JSON.parse(body) as { errors?: unknown }).errors !== true;
  } catch {
    return false;
  }
}
