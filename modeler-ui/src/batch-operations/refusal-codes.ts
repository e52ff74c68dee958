import type { BatchOperationItem } from '#common/contract/batch-operations.ts';

/** The words that the api gives for why something was not done. */
export const REFUSAL_CODES = [
  'unknown',
  'ended',
  'no-incident',
  'called',
  'no-correlation-key',
  'not-awaited',
  'no-token',
  'empty-modification',
  'runs',
  'no-case',
  'request-closed',
  'variables-forgotten',
  'gone',
  'engine-refused',
  'engine-unavailable',
  'uncertain',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Why an instance was left as it is, as a key of the texts; undefined when nothing stands in the way. */
export const refusalCodeOf = ({ code }: Pick<BatchOperationItem, 'code'>): RefusalCode | undefined =>
  REFUSAL_CODES.find((known) => known === code);
