/** How long to wait after the `attempt`-th failure in a row, in ms: doubles from `from` up to `to`, and varies by half so that
 *  what failed together does not come again together. */
export const backOff = (from: number, attempt: number, to: number): number =>
  Math.round(Math.min(to, from * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
