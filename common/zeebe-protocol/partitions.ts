/** Keys are 64 bits with a sign, of which 51 count up. */
export const MAX_PARTITIONS = 2 ** 12 - 1;
