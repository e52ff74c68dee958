/** Returns the value below which the given share (0 to 1) of the values lies, by the nearest-rank method. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
export const p95 = (values: readonly number[]): number => quantile(values, 0.95);

/** Returns the median of the ratios of value to limit per round: a phase in which the machine is slow affects
 *  both. */
export const medianRatio = (values: readonly number[], limits: readonly number[]): number =>
  median(values.map((value, round) => value / (limits[round] ?? Number.NaN)));

/** Returns the slope of the least-squares line: how much y grows per x. NaN with fewer than two different
 *  x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
