import { EngineKey } from '#common/contract/index.ts';
import { InvalidInput } from './common.errors.ts';

const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const TIME_OF_DAY = '([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\\.[0-9]{1,6})?';
/** Times as PostgreSQL writes them, with finer precision than ours, and as we write them. */
const TIME = new RegExp(`^(${DAY})( ${TIME_OF_DAY}[+-](0[0-9]|1[0-4])(:[0-5][0-9])?|T${TIME_OF_DAY}Z)$`);

const KEY = new RegExp(EngineKey.pattern ?? '');

/** Kinds of values in a cursor. The values go into a query as parameters, so they only have to be parsable
 *  there. */
const KINDS = {
  time: isTime,
  key: (value: string) => KEY.test(value),
  uuid: (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  rank: (value: string) => /^-?[0-9]{1,4}$/.test(value),
} as const;
export type CursorKind = keyof typeof KINDS;

type Values<K extends readonly CursorKind[]> = { -readonly [I in keyof K]: string };

/** Creates a cursor: the sort values at which a page of a list ended. It is opaque to callers, who send back
 *  the `next` they got.
 *  @param order names the sort order, so that a cursor of another one is refused */
export const cursor = <const K extends readonly CursorKind[]>(order: string, kinds: K) => ({
  write: (...values: { readonly [I in keyof K]: string | Date }): string =>
    Buffer.from(JSON.stringify([order, ...values])).toString('base64url'),

  /** @throws InvalidInput when it is no cursor of this order */
  read(after: string): Values<K> {
    const [of, ...values] = parse(after);
    const fits =
      of === order &&
      values.length === kinds.length &&
      kinds.every((kind, index) => KINDS[kind](values[index] ?? ''));
    if (fits) return values as Values<K>;
    throw new InvalidInput(undefined, {
      errors: [
        { path: '/query/after', rule: 'cursor', message: 'must be the `next` of a page of the same order' },
      ],
    });
  },
});

function isTime(value: string): boolean {
  if (value === 'infinity') return true;
  const day = TIME.exec(value)?.[1];
  if (day === undefined) return false;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

function parse(text: string): string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}
