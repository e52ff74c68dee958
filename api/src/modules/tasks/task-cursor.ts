import { EngineKey } from '../../../contract/index.ts';
import { InvalidInput } from '../../http/http.errors.ts';

/** Where a page of the inbox ended: the values of the order, as the database writes them (its times are finer than ours). */
export type Cursor = readonly string[];

const PARTS = { due: 2, created: 2, priority: 3 } as const;
export type Order = keyof typeof PARTS;

const TIME =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,6})?[+-](0[0-9]|1[0-4])(:[0-5][0-9])?$/;
const RANK = /^-?[0-9]{1,4}$/;
const KEY = new RegExp(EngineKey.pattern ?? '');

function isTime(value: string): boolean {
  if (value === 'infinity') return true;
  const day = TIME.exec(value)?.[1];
  if (day === undefined) return false;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

/** Opaque to callers: they send back what they got. */
export const writeCursor = (order: Order, values: Cursor): string =>
  Buffer.from(JSON.stringify([order, ...values])).toString('base64url');

/** @throws InvalidInput for what is no cursor of ours, or one of another order */
export function readCursor(order: Order, text: string): Cursor {
  const values = parse(text);
  const [of, ...rest] = values;
  const [key = '', time = '', ...ranks] = rest.toReversed();
  const fits =
    of === order &&
    rest.length === PARTS[order] &&
    KEY.test(key) &&
    isTime(time) &&
    ranks.every((rank) => RANK.test(rank));
  if (!fits) throw wrong();
  return rest;
}

function parse(text: string): string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

const wrong = () =>
  new InvalidInput(undefined, {
    errors: [
      { path: '/query/after', rule: 'cursor', message: 'must be the `next` of a page of the same order' },
    ],
  });
