/** Has no properties but its own. Objects that are made so stay as fast as plain ones, which those of `Object.create(null)` are not. */
const Dictionary = function () {} as unknown as new () => Record<string, never>;
Dictionary.prototype = Object.create(null);

/** Something by names or ids that people give: `constructor` and `__proto__` are names like any other. */
export const dictionary = <T>(from: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(new Dictionary(), from) as Record<string, T>;
