import type { Key } from './model.ts';

/** Keys per block. Everything inside a process instance has a key from the instance's own blocks. So the key
 *  of a job, task, incident or element itself identifies its instance, without a lookup table. */
export const KEYS_PER_BLOCK = 4096;

/** Number of partitions whose keys a double represents exactly. */
const EXACT_PARTITIONS = 3;

/** Creates a key: `partition << 51 | n`, like Zeebe's. From the fourth partition on, keys no longer fit a
 *  double. */
export const keyFrom = (partition: number, n: number): Key =>
  partition <= EXACT_PARTITIONS
    ? String(partition * 2 ** 51 + n)
    : ((BigInt(partition) << 51n) | BigInt(n)).toString();

export const partitionOf = (key: Key): number => Number(BigInt(key) >> 51n);

/** Returns the first key of a block. */
export const blockKey = (partition: number, block: number): Key => keyFrom(partition, block * KEYS_PER_BLOCK);

/** Returns the key at an offset from the first key of its block. */
export const keyInBlock = (first: Key, offset: number): Key => {
  const number = Number(first);
  return Number.isSafeInteger(number) ? String(number + offset) : String(BigInt(first) + BigInt(offset));
};

/** Returns the first key of the block that contains a key. */
export const firstOfBlock = (key: Key): Key => {
  const number = Number(key);
  if (Number.isSafeInteger(number)) return String(number - (number % KEYS_PER_BLOCK));
  const exact = BigInt(key);
  return String(exact - (exact % BigInt(KEYS_PER_BLOCK)));
};

/** Compares keys as numbers: within a partition, by age. */
export const byKey = (a: { key: Key }, b: { key: Key }): number =>
  a.key.length - b.key.length || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** Returns true for digits that PostgreSQL accepts as a bigint; any other text is no key. */
export const isKey = (text: string): boolean =>
  /^(0|[1-9]\d{0,18})$/.test(text) && (text.length < 19 || text <= '9223372036854775807');
