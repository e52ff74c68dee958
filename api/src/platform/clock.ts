/** The one source of time. Tests advance theirs together with the engine's controlled clock. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
