import { FEWEST_TOLD } from '../../../contract/index.ts';

/** A count of confidential cases as it may be told: null when there are some, but fewer than may be told. */
export const told = (count: number): number | null => (count > 0 && count < FEWEST_TOLD ? null : count);
