import { parse as parseLossless } from 'lossless-json';
import { isTestRunProcess } from '#common/process-files/model/test-run-processes.ts';

/** One record of the stream, not parsed yet: its action line suffices to identify it and to skip it. */
export type RawRecord = {
  /** Exporter that sent it, from the prefix of its index: `fast` or `slow`. */
  exporter: string;
  /** Spelled as in the index: `user-task`, `process-instance` … */
  valueType: string;
  partition: number;
  /** 64 bits; unique and ascending within the partition. */
  position: bigint;
  /** The action line and the record line, as received. */
  action: string;
  line: string;
};

/** A number that a double holds exactly, or else its digits as received. */
type WireNumber = number | string;

/** A record as Zeebe 8.5 writes it; only the fields that are read here. `testRun` is added by the parser. */
export type EngineRecord = {
  key: WireNumber;
  position: WireNumber;
  partitionId: number;
  timestamp: number;
  recordType: string;
  intent: string;
  valueType: string;
  value: Record<string, unknown>;
  testRun: boolean;
};

/** The body is not a bulk: it comes from something that is not an exporter. */
export class InvalidBulk extends Error {
  override readonly name = 'InvalidBulk';
}

const INDEX = /"_index":"([a-z]+)-record_([a-z-]+)_/;
const ID = /"_id":"(\d+)-(\d+)"/;

/** Splits the body of a bulk (NDJSON: an action line, then a record) into records without parsing them.
 *  @throws InvalidBulk */
export function readBulk(body: string): RawRecord[] {
  const records: RawRecord[] = [];
  let from = 0;
  while (from < body.length) {
    const actionEnd = body.indexOf('\n', from);
    if (actionEnd < 0) throw new InvalidBulk('the last action has no record');
    if (actionEnd === from) {
      from += 1;
      continue;
    }
    const recordEnd = body.indexOf('\n', actionEnd + 1);
    const end = recordEnd < 0 ? body.length : recordEnd;
    const action = body.slice(from, actionEnd);
    const index = INDEX.exec(action);
    const id = ID.exec(action);
    if (!index || !id) throw new InvalidBulk('an action names no exporter, type, partition and position');
    records.push({
      exporter: index[1] as string,
      valueType: index[2] as string,
      partition: Number(id[1]),
      position: BigInt(id[2] as string),
      action,
      line: body.slice(actionEnd + 1, end),
    });
    from = end + 1;
  }
  return records;
}

/** Parses a record without loss of precision. A literal past 2^53 never parses to a safe integer, so a record
 *  whose numbers are all safe was read exactly by the fast parser. Only the others are parsed again, with
 *  their large numbers as strings. It also tells whether the record is of a test run.
 *  @throws SyntaxError when the line is no JSON, TypeError when it is no record */
export function parseRecord(line: string): EngineRecord {
  const record = JSON.parse(line) as EngineRecord;
  if (
    typeof record !== 'object' ||
    record === null ||
    typeof record.value !== 'object' ||
    record.value === null
  )
    throw new TypeError('not a record');
  const exact =
    isExact(record as unknown as Record<string, unknown>) && isExact(record.value)
      ? record
      : (parseLossless(line, undefined, { parseNumber: exactNumber }) as EngineRecord);
  exact.testRun = isTestRunProcess(String(exact.value.bpmnProcessId));
  return exact;
}

function isExact(object: Record<string, unknown>): boolean {
  for (const name in object) {
    const value = object[name];
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return false;
  }
  return true;
}

const exactNumber = (digits: string): WireNumber => {
  const number = Number(digits);
  return !/^-?\d+$/.test(digits) || Number.isSafeInteger(number) ? number : digits;
};

/** Reads an engine key of a record, as the decimal string that PostgreSQL and the API take.
 *  @throws TypeError when the field is no whole number */
export function keyOf(record: Record<string, unknown>, field: string): string {
  const value = record[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return value;
  throw new TypeError(`${field} is no key`);
}

/** Reads a text of a record; an empty one counts as absent.
 *  @throws TypeError when the field is no text */
export function textOf(record: Record<string, unknown>, field: string): string | null {
  const value = record[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new TypeError(`${field} is no text`);
  return value;
}

/** Like `textOf`, for a required field.
 *  @throws TypeError */
export function requiredTextOf(record: Record<string, unknown>, field: string): string {
  const value = textOf(record, field);
  if (value === null) throw new TypeError(`${field} is missing`);
  return value;
}

/** @returns the time of the record, ISO 8601
 *  @throws TypeError when it has none */
export function timeOf(record: EngineRecord): string {
  if (!Number.isSafeInteger(record.timestamp)) throw new TypeError('timestamp is no time');
  return new Date(record.timestamp).toISOString();
}
