import { randomUUID } from 'node:crypto';
import { keyFrom } from './keys.ts';
import type { Key } from './model.ts';
import type { Counters } from './runtime.ts';

/** A record as one line of JSON, and what is asked of it without reading that. */
export type RecordLine = {
  partition: number;
  position: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** As records spell it, e.g. USER_TASK. */
  valueType: string;
  text: string;
};

/** Collects the events of the running commands. */
export type RecordLog = {
  /** Writes an event. Positions grow whether or not anybody takes the type, so gaps are normal. */
  emit(partition: number, valueType: string, intent: string, key: Key, value: object): void;
  /** Begins anew, with the counters to go on from; gives what was written before to nobody. */
  begin(counters: Counters): void;
  /** Sets the time of the records to come. */
  at(now: number): void;
  readonly written: readonly RecordLine[];
};

export const BROKER_VERSION = '8.5.8';

/** Marks a text that is a 64-bit number on the wire; nobody's text can begin like that. */
const NUMBER = `key ${randomUUID()} `;
const MARKED = new RegExp(`"${NUMBER}(\\d+)"`, 'g');

/** A key for the value of a record: a bare number in the JSON, however large. */
export const wire = (key: Key): string | number => {
  const number = Number(key);
  return Number.isSafeInteger(number) ? number : NUMBER + key;
};

/** Stands where a record names nothing. */
export const NO_KEY = wire('-1');

/** @param types the value types that somebody takes */
export function createRecordLog(types: ReadonlySet<string>): RecordLog {
  let written: RecordLine[] = [];
  let counters: Counters | undefined;
  let now = 0;
  return {
    get written() {
      return written;
    },
    begin(from) {
      counters = from;
      written = [];
    },
    at(time) {
      now = time;
    },
    emit(partition, valueType, intent, key, value) {
      if (!counters) throw new Error('a record outside a command');
      const position = (counters.positions[partition] ?? 0) + 1;
      counters.positions[partition] = position;
      if (!types.has(valueType)) return;
      const name = `${valueType} ${partition}`;
      const sequence = (counters.sequences[name] ?? 0) + 1;
      counters.sequences[name] = sequence;
      const json = JSON.stringify(value);
      const body = json.includes(NUMBER) ? json.replace(MARKED, '$1') : json;
      const text = `{"partitionId":${partition},"value":${body},"key":${key},"timestamp":${now},"valueType":"${valueType}","brokerVersion":"${BROKER_VERSION}","recordType":"EVENT","sourceRecordPosition":${Math.max(position - 1, 1)},"intent":"${intent}","position":${position},"rejectionType":"NULL_VAL","rejectionReason":"","authorizations":{},"recordVersion":1,"operationReference":-1,"sequence":${keyFrom(partition, sequence)}}`;
      written.push({ partition, position, timestamp: now, valueType, text });
    },
  };
}
