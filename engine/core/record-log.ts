/** A record, ready to be posted: the action line of its bulk and its own line. */
export type ExportLine = { position: number; timestamp: number; text: string };

/** Records of one exporter and partition that it has not acknowledged yet, in order. */
export type Outgoing = { exporter: string; partition: number; acknowledged: number; lines: ExportLine[] };

export type RecordLog = {
  /** Writes an event. Positions grow whether or not an exporter wants the type, so gaps are normal. */
  emit(partition: number, valueType: string, intent: string, key: string, value: object): void;
  /** Sets the time of the records to come. */
  at(now: number): void;
  readonly outgoing: readonly Outgoing[];
  acknowledge(exporter: string, partition: number, position: number): void;
};

const BROKER_VERSION = '8.5.8';

/** Marks a text that is a 64-bit number on the wire. */
const NUMBER = '\u0001';
const MARKED = /"\\u0001(-?\d+)"/g;

/** A key for the value of a record: a bare number in the JSON, however large. */
export const wire = (key: string): string => NUMBER + key;

const DAY_MS = 86_400_000;

const indexNames = new Map<string, string>();
const indexName = (valueType: string): string => {
  const known = indexNames.get(valueType) ?? valueType.toLowerCase().replaceAll('_', '-');
  indexNames.set(valueType, known);
  return known;
};

/** Keys are `partition << 51 | n`, so that those of the fourth partition no longer fit a double. */
export const keyFrom = (partition: number, n: number): string =>
  partition < 4 ? String(partition * 2 ** 51 + n) : ((BigInt(partition) << 51n) | BigInt(n)).toString();

/** `exporters` says which value types (USER_TASK …) each exporter takes. */
export function createRecordLog(partitions: number, exporters: Record<string, readonly string[]>): RecordLog {
  const outgoing: Outgoing[] = [];
  const takers = new Map<string, Outgoing[]>();
  for (const [exporter, types] of Object.entries(exporters)) {
    for (let partition = 1; partition <= partitions; partition += 1) {
      const queue: Outgoing = { exporter, partition, acknowledged: 0, lines: [] };
      outgoing.push(queue);
      for (const type of types)
        takers.set(`${type} ${partition}`, [...(takers.get(`${type} ${partition}`) ?? []), queue]);
    }
  }
  const positions = Array.from({ length: partitions + 1 }, () => 0);
  const sequences = new Map<string, number>();
  let now = 0;
  let today = -1;
  let day = '';

  return {
    outgoing,
    at(time) {
      now = time;
      if (Math.floor(time / DAY_MS) === today) return;
      today = Math.floor(time / DAY_MS);
      day = new Date(time).toISOString().slice(0, 10);
    },
    emit(partition, valueType, intent, key, value) {
      const position = (positions[partition] ?? 0) + 1;
      positions[partition] = position;
      const queues = takers.get(`${valueType} ${partition}`);
      if (!queues) return;
      const sequence = (sequences.get(`${valueType} ${partition}`) ?? 0) + 1;
      sequences.set(`${valueType} ${partition}`, sequence);
      if (queues.every(({ acknowledged }) => position <= acknowledged)) return;
      const body = JSON.stringify(value).replace(MARKED, '$1');
      const record = `{"partitionId":${partition},"value":${body},"key":${key},"timestamp":${now},"valueType":"${valueType}","brokerVersion":"${BROKER_VERSION}","recordType":"EVENT","sourceRecordPosition":${Math.max(position - 1, 1)},"intent":"${intent}","position":${position},"rejectionType":"NULL_VAL","rejectionReason":"","authorizations":{},"recordVersion":1,"operationReference":-1,"sequence":${keyFrom(partition, sequence)}}`;
      for (const queue of queues) {
        if (position <= queue.acknowledged) continue;
        const action = `{"index":{"_index":"${queue.exporter}-record_${indexName(valueType)}_${BROKER_VERSION}_${day}","_id":"${partition}-${position}","routing":"${partition}"}}`;
        queue.lines.push({ position, timestamp: now, text: `${action}\n${record}\n` });
      }
    },
    acknowledge(exporter, partition, position) {
      const queue = outgoing.find((one) => one.exporter === exporter && one.partition === partition);
      if (!queue || position <= queue.acknowledged) return;
      queue.acknowledged = position;
      const left = queue.lines.findIndex((line) => line.position > position);
      queue.lines.splice(0, left < 0 ? queue.lines.length : left);
    },
  };
}
