/** Returns the delay after the `attempt`-th failure in a row, in ms. It doubles from `from` up to `to` and is
 *  jittered by half, so that callers that failed together do not retry together. */
export const backOff = (from: number, attempt: number, to: number): number =>
  Math.round(Math.min(to, from * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
