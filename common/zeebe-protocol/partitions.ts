/** Keys are signed 64-bit numbers, of which 51 bits count up. */
export const MAX_PARTITIONS = 2 ** 12 - 1;
