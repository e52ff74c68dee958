import { expect } from 'chai';
import type { Db } from '#api/platform/db.ts';
import { type Batch, type Posted, recordsSink } from '#tests/support/engine/records-sink.ts';

type Answer = { status: number; errors: boolean };

const TAKEN: Answer = { status: 200, errors: false };
const REFUSED: Answer = { status: 503, errors: false };

/** Events that may occur at most once per key. */
const ONCE = new Set([
  'JOB COMPLETED',
  'USER_TASK COMPLETED',
  'PROCESS_MESSAGE_SUBSCRIPTION CORRELATED',
  'TIMER TRIGGERED',
  'PROCESS_INSTANCE ELEMENT_COMPLETED',
]);

/** Tables with a row for each open item; ended items leave none. */
const TABLES_OF_STATE = ['instance', 'key_block', 'job', 'timer', 'message_subscription', 'start_lock'];

/** Actions of the engine according to the records it posted, counted as they arrive. */
export type RecordLedger = Awaited<ReturnType<typeof openRecordLedger>>;

/** Listens for records in place of the API. It keeps little of each, so that there may be many. */
export async function openRecordLedger() {
  const bodies = new Map<string, number>();
  const counts = new Map<string, number>();
  const instancesOf = new Map<string, string[]>();
  const running = new Set<string>();
  const ended = new Set<string>();
  const openTasks = new Map<string, string>();
  const sequences = new Map<string, { first: number; last: number; count: number }>();
  const repeatedOtherwise: string[] = [];
  const outOfOrder: string[] = [];
  const lastPositions = new Map<string, number>();
  const incidents = new Map<
    string,
    { instance: string; errorType: string; errorMessage: string; intents: string[] }
  >();
  let refusing = false;
  let records = 0;

  function enter({ index, id, line, record }: Posted): void {
    const body = hashOf(line);
    const known = bodies.get(id);
    if (known !== undefined) {
      if (known !== body) repeatedOtherwise.push(`${index} ${id}`);
      return;
    }
    bodies.set(id, body);
    records += 1;
    const lane = `${index.split('_')[0]} ${id.split('-')[0]}`;
    if (record.position <= (lastPositions.get(lane) ?? 0)) outOfOrder.push(`${index} ${id}`);
    lastPositions.set(lane, record.position);
    count(record as Posted['record'] & { key: number; sequence: number; partitionId: number });
  }

  function count({
    valueType,
    intent,
    key,
    value,
    sequence,
    partitionId,
  }: Posted['record'] & { key: number; sequence: number; partitionId: number }): void {
    const stream = `${valueType} ${partitionId}`;
    const seen = sequences.get(stream) ?? { first: sequence, last: sequence, count: 0 };
    sequences.set(stream, {
      first: Math.min(seen.first, sequence),
      last: Math.max(seen.last, sequence),
      count: seen.count + 1,
    });
    const what = `${valueType} ${intent}`;
    const instance = String(value['processInstanceKey']);
    if (ONCE.has(what)) counts.set(`${what} ${key}`, (counts.get(`${what} ${key}`) ?? 0) + 1);
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (what === 'MESSAGE_START_EVENT_SUBSCRIPTION CORRELATED') {
      const request = String(value['correlationKey']);
      instancesOf.set(request, [...(instancesOf.get(request) ?? []), instance]);
    }
    if (valueType === 'PROCESS_INSTANCE' && value['bpmnElementType'] === 'PROCESS') {
      if (intent === 'ELEMENT_ACTIVATED') running.add(instance);
      if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
        running.delete(instance);
        ended.add(instance);
      }
    }
    if (what === 'USER_TASK CREATED') openTasks.set(String(key), instance);
    if (what === 'USER_TASK COMPLETED' || what === 'USER_TASK CANCELED') openTasks.delete(String(key));
    if (valueType === 'INCIDENT') {
      const { errorType, errorMessage } = value as { errorType: string; errorMessage: string };
      const intents = [...(incidents.get(String(key))?.intents ?? []), intent];
      incidents.set(String(key), { instance, errorType, errorMessage, intents });
    }
  }

  const sink = await recordsSink(
    ({ posted }: Batch): Answer => {
      if (refusing) return REFUSED;
      for (const one of posted) enter(one);
      return TAKEN;
    },
    { keeps: false },
  );

  return {
    port: sink.port,
    end: sink.end,
    /** Rejects every batch until called with false. */
    refuse: (yes: boolean) => void (refusing = yes),
    records: () => records,
    /** Counts the records of a value type and an intent. */
    count: (valueType: string, intent: string) => counts.get(`${valueType} ${intent}`) ?? 0,
    instances: (request: string) => instancesOf.get(request) ?? [],
    /** Returns the active instances started by a message with one of these correlation keys. */
    openOf: (requests: readonly string[]) =>
      requests.flatMap((request) => instancesOf.get(request) ?? []).filter((key) => running.has(key)),
    closedOf: (requests: readonly string[]) =>
      requests.flatMap((request) => instancesOf.get(request) ?? []).filter((key) => ended.has(key)),
    /** Returns how many instances have ended, however they were started. */
    ended: () => ended.size,
    /** Returns the keys of tasks created but not completed. */
    openTasks: () => [...openTasks.keys()],
    incidents: () => [...incidents.values()],

    /** Expects that every request has its instance, nothing occurred twice and nothing is missing.
     *  @throws what is inconsistent */
    expectBalance(requests: readonly string[]): void {
      for (const request of requests)
        expect(instancesOf.get(request) ?? [], `instances of ${request}`).to.have.length(1);
      const [open, closed] = [this.openOf(requests), this.closedOf(requests)];
      expect(open.length + closed.length, 'open and closed instances').to.equal(requests.length);
      const twice = [...counts].filter(([what, times]) => / \d+$/.test(what) && times > 1);
      expect(twice, 'what happened twice').to.deep.equal([]);
      expect(repeatedOtherwise, 'positions that came with other content').to.deep.equal([]);
      expect(outOfOrder, 'records that came after later ones').to.deep.equal([]);
      const gaps = [...sequences].filter(([, { first, last, count }]) => last - first + 1 !== count);
      expect(gaps, 'value types with missing records').to.deep.equal([]);
    },
  };
}

/** Counts the rows of open or leftover items in the state tables. */
export async function rowsOfState(db: Db): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of TABLES_OF_STATE) {
    const [found] = (await db(`engine.${table}`).count({ n: '*' })) as { n: string }[];
    rows[table] = Number(found?.n);
  }
  return rows;
}

export const NO_ROWS: Record<string, number> = Object.fromEntries(TABLES_OF_STATE.map((table) => [table, 0]));

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
