import { Agent, request } from 'node:http';
import { BROKER_VERSION } from '../core/record-log.ts';
import type { ExporterSettings, RecordsTarget } from '../settings.ts';
import type { Cursor, StoredRecord } from '../store/record-batches.ts';
import type { Store } from '../store/store.ts';

const BACKOFF_MIN_MS = 100;
const BACKOFF_MAX_MS = 1_000;
const RESPONSE_TIMEOUT_MS = 30_000;
/** An exporter without a full batch pauses as long as its last post took, up to this limit: each post costs
 *  its receiver a transaction, however few records it has. */
const MAX_REST_MS = 20;
/** Size from which a post takes no further record, as in Zeebe's exporter: one record may have millions of
 *  bytes. */
const MAX_BULK_BYTES = 4 * 1024 * 1024;

/** State of an exporter of a partition: what it has read that is not acknowledged yet. Its times are in ms
 *  and monotonic: the clocks of the engine and of the machine may be changed. */
type ExporterState = ExporterSettings & {
  exporter: string;
  wanted: ReadonlySet<string>;
  /** Position up to which it has read. */
  cursor: Cursor;
  /** The news counter when it read to the end; a later one may mean more. */
  readAfter: number;
  records: StoredRecord[];
  /** When the oldest of the records was read. */
  since: number;
  opened: boolean;
  /** End of its pause after the last post. */
  restUntil: number;
  pauseMs: number;
  notBefore: number;
};

/** Posts the records as Zeebe's Elasticsearch exporter does. The exporters of a partition run one after the
 *  other, each sends its batches in order, and repeats a batch until it is accepted. */
export function startExporters(
  store: Store,
  { records: target, exporters }: { records: RecordsTarget; exporters: Record<string, ExporterSettings> },
): { stop(): Promise<void> } {
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const wakers = new Set<() => void>();
  /** Counts the news, so that a wake-up before a rest is not missed. */
  let news = 0;
  const wakeAll = (): void => {
    news += 1;
    for (const wake of [...wakers]) wake();
  };
  store.onRecords(wakeAll);

  const run = async (partition: number): Promise<void> => {
    const exporterStates = Object.entries(exporters).map(([exporter, settings]): ExporterState => ({
      ...settings,
      exporter,
      wanted: new Set(settings.types),
      cursor: store.exporterPositions.of(exporter, partition),
      readAfter: -1,
      records: [],
      since: 0,
      opened: false,
      restUntil: -Infinity,
      pauseMs: BACKOFF_MIN_MS,
      notBefore: 0,
    }));
    while (!stopping.signal.aborted) {
      let posted = false;
      const seen = news;
      for (const lane of exporterStates) {
        await fill(lane, partition);
        if (dueAt(lane) > performance.now()) continue;
        posted = true;
        await post(lane, partition);
      }
      if (!posted && seen === news) await rest(Math.min(...exporterStates.map(dueAt)));
    }
  };

  /** Reads on while there is room; records that it does not export are acknowledged at once. */
  const fill = async (lane: ExporterState, partition: number): Promise<void> => {
    const { size, records, wanted, cursor, exporter } = lane;
    const room = size - records.length;
    if (room <= 0 || lane.readAfter === news) return;
    const before = news;
    const { found, upTo } = await store.records.read(cursor, { partition, types: wanted, max: room });
    lane.cursor = upTo;
    if (found.length < room) lane.readAfter = before;
    if (records.length === 0) lane.since = performance.now();
    records.push(...found);
    const moved = upTo.turn > cursor.turn || upTo.position > cursor.position;
    if (records.length === 0 && moved) store.exporterPositions.acknowledge(exporter, partition, upTo);
  };

  const post = async (lane: ExporterState, partition: number): Promise<void> => {
    const { exporter } = lane;
    const begun = performance.now();
    lane.opened ||= await send('PUT', `/${exporter}-record*/_settings`, OPENING);
    while (lane.opened && lane.records.length > 0) {
      const count = countFitting(lane.records);
      if (!(await send('POST', '/_bulk', bulkOf(exporter, lane.records.slice(0, count))))) break;
      lane.records.splice(0, count);
    }
    const ended = performance.now();
    lane.restUntil = ended + Math.min(MAX_REST_MS, ended - begun);
    if (lane.records.length === 0) {
      lane.pauseMs = BACKOFF_MIN_MS;
      store.exporterPositions.acknowledge(exporter, partition, lane.cursor);
    } else {
      lane.notBefore = ended + lane.pauseMs;
      lane.pauseMs = Math.min(2 * lane.pauseMs, BACKOFF_MAX_MS);
    }
  };

  /** Waits until a time, or until news arrive. */
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

  const send = (method: string, path: string, body: string | Buffer): Promise<boolean> =>
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
          timeout: RESPONSE_TIMEOUT_MS,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => resolve(false));
          response.on('end', () =>
            resolve(isAcknowledged(response.statusCode ?? 0, Buffer.concat(chunks).toString())),
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

const indexNames = new Map<string, string>();
function indexNameOf(valueType: string): string {
  const known = indexNames.get(valueType);
  if (known !== undefined) return known;
  const name = valueType.toLowerCase().replaceAll('_', '-');
  indexNames.set(valueType, name);
  return name;
}

const DAY_MS = 86_400_000;
/** The last formatted day. */
let day = { number: NaN, text: '' };

function dayOf(timestamp: number): string {
  const number = Math.floor(timestamp / DAY_MS);
  if (number !== day.number) day = { number, text: new Date(timestamp).toISOString().slice(0, 10) };
  return day.text;
}

/** Returns how many of the records fit into one post: at least one. */
function countFitting(records: readonly StoredRecord[]): number {
  let bytes = 0;
  const over = records.findIndex(({ json }) => (bytes += json.length) > MAX_BULK_BYTES);
  return over < 0 ? records.length : Math.max(1, over);
}

const LINE_END = 0x0a;

/** Builds the body of a bulk: two lines per record. */
function bulkOf(exporter: string, records: readonly StoredRecord[]): Buffer {
  const actions = records.map((record) => actionOf(exporter, record));
  const size = records.reduce(
    (sum, { json }, index) => sum + (actions[index] ?? '').length + json.length + 1,
    0,
  );
  const body = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, { json }] of records.entries()) {
    at += body.write(actions[index] ?? '', at, 'latin1');
    at += json.copy(body, at);
    at = body.writeUInt8(LINE_END, at);
  }
  return body;
}

const actionOf = (exporter: string, { partition, position, timestamp, valueType }: StoredRecord): string =>
  `{"index":{"_index":"${exporter}-record_${indexNameOf(valueType)}_${BROKER_VERSION}_${dayOf(timestamp)}","_id":"${partition}-${position}","routing":"${partition}"}}\n`;

/** Returns when a batch is due: when it is full or its oldest record has waited long enough, but not too soon
 *  after the last post and not before its next retry. */
const dueAt = ({ records, size, since, delayMs, restUntil, notBefore }: ExporterState): number => {
  if (records.length === 0) return Infinity;
  if (records.length >= size) return notBefore;
  return Math.max(notBefore, since + delayMs, restUntil);
};

function isAcknowledged(status: number, body: string): boolean {
  if (status < 200 || status > 299) return false;
  try {
    return (JSON.parse(body) as { errors?: unknown }).errors !== true;
  } catch {
    return false;
  }
}
