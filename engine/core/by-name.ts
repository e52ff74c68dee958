/** Something by names or ids that people give. It has no prototype, so that `constructor` and `__proto__` are names like any other. */
export const byName = <T>(from: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(Object.create(null), from) as Record<string, T>;
