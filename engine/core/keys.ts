import type { Key } from './model.ts';

/** How many keys a block holds. Everything inside a process instance has a key of the instance's own blocks, so that a key of a
 *  job, a task, an incident or an element says by itself which instance it belongs to, without a table to look it up in. */
export const KEYS_PER_BLOCK = 4096;

/** The partitions of whose keys a double still holds every digit. */
const EXACT_PARTITIONS = 3;

/** Keys are `partition << 51 | n`, as Zeebe's are; those of the fourth partition no longer fit a double. */
export const keyFrom = (partition: number, n: number): Key =>
  partition <= EXACT_PARTITIONS
    ? String(partition * 2 ** 51 + n)
    : ((BigInt(partition) << 51n) | BigInt(n)).toString();

export const partitionOf = (key: Key): number => Number(BigInt(key) >> 51n);

/** The first key of a block. */
export const blockKey = (partition: number, block: number): Key => keyFrom(partition, block * KEYS_PER_BLOCK);

/** The key that stands so many places after the first one of its block. */
export const keyInBlock = (first: Key, offset: number): Key => {
  const number = Number(first);
  return Number.isSafeInteger(number) ? String(number + offset) : String(BigInt(first) + BigInt(offset));
};

/** The first key of the block that a key lies in. */
export const firstOfBlock = (key: Key): Key => {
  const number = Number(key);
  if (Number.isSafeInteger(number)) return String(number - (number % KEYS_PER_BLOCK));
  const exact = BigInt(key);
  return String(exact - (exact % BigInt(KEYS_PER_BLOCK)));
};

/** The order of keys as numbers: within a partition, of their age. */
export const byKey = (a: { key: Key }, b: { key: Key }): number =>
  a.key.length - b.key.length || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** A text of digits that PostgreSQL takes for a bigint; any other is no key of anything. */
export const isKey = (text: string): boolean =>
  /^(0|[1-9]\d{0,18})$/.test(text) && (text.length < 19 || text <= '9223372036854775807');
