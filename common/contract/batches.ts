/** States of a batch, which acts on a fixed list of items. planned: it waits for the typed count. */
export const BATCH_STATES = ['planned', 'running', 'stopped', 'finished', 'discarded'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Changes of a batch: the states in which each is legal, and the one to which it leads. */
export const BATCH_CHANGES = {
  start: { from: ['planned'], to: 'running', past: 'started' },
  stop: { from: ['running'], to: 'stopped', past: 'stopped' },
  resume: { from: ['stopped'], to: 'running', past: 'resumed' },
  discard: { from: ['planned', 'stopped'], to: 'discarded', past: 'discarded' },
  finish: { from: ['running'], to: 'finished', past: 'finished' },
} as const satisfies Record<string, { from: readonly BatchState[]; to: BatchState; past: string }>;
export type BatchChange = keyof typeof BATCH_CHANGES;

/** Tells whether a change is legal in a state.
 *  @param reopens true when batches of this kind can also be resumed after their end */
export const isBatchChangeLegal = (change: BatchChange, state: BatchState, reopens = false): boolean =>
  BATCH_CHANGES[change].from.some((one) => one === state) ||
  (reopens && change === 'resume' && state === 'finished');
