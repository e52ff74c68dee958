import { MIN_DISCLOSED_COUNT } from '#common/contract/index.ts';

/** Rounds a count of confidential cases for disclosure: in full steps, so that a sum does not reveal the few
 *  hidden ones; null when there are some, but fewer than one step. */
export const roundedCount = (count: number): number | null =>
  count > 0 && count < MIN_DISCLOSED_COUNT ? null : count - (count % MIN_DISCLOSED_COUNT);
