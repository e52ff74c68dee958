import { randomUUID } from 'node:crypto';
import { keyFrom } from './keys.ts';
import type { Key } from './model.ts';
import type { Counters } from './runtime.ts';

/** A record as one line of JSON, with the fields needed without parsing it. */
export type RecordLine = {
  partition: number;
  position: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** Spelled as in records, e.g. USER_TASK. */
  valueType: string;
  text: string;
};

/** Collects the events of the running commands. */
export type RecordLog = {
  /** Writes an event. Positions advance whether or not an exporter takes the type, so gaps are normal. */
  emit(partition: number, valueType: string, intent: string, key: Key, value: object): void;
  /** Starts over from these counters; records written before are dropped. */
  begin(counters: Counters): void;
  /** Sets the time of the following records. */
  at(now: number): void;
  readonly written: readonly RecordLine[];
};

export const BROKER_VERSION = '8.5.8';

/** Marks a text that is a 64-bit number on the wire; no user's text can start like that. */
const NUMBER = `key ${randomUUID()} `;
const MARKED = new RegExp(`"${NUMBER}(\\d+)"`, 'g');

/** Encodes a key for the value of a record: a bare number in the JSON, however large. */
export const wire = (key: Key): string | number => {
  const number = Number(key);
  return Number.isSafeInteger(number) ? number : NUMBER + key;
};

/** Value of a key field that refers to nothing. */
export const NO_KEY = wire('-1');

/** @param types value types that an exporter takes */
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
