import { MIN_DISCLOSED_COUNT } from '#common/contract/index.ts';

/** A count of confidential cases as it may be told: in full steps, so that the few which are not told cannot be worked out from a sum;
 *  null when there are some, but fewer than one step. */
export const roundedCount = (count: number): number | null =>
  count > 0 && count < MIN_DISCLOSED_COUNT ? null : count - (count % MIN_DISCLOSED_COUNT);
