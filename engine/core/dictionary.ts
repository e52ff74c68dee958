/** Creates objects without inherited properties. They stay as fast as plain ones, which those of
 *  `Object.create(null)` do not. */
const Dictionary = function () {} as unknown as new () => Record<string, never>;
Dictionary.prototype = Object.create(null);

/** Creates a record keyed by user-given names or ids: `constructor` and `__proto__` are names like any
 *  other. */
export const dictionary = <T>(from: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(new Dictionary(), from) as Record<string, T>;
