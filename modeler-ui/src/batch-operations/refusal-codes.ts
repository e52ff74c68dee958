import type { BatchOperationItem } from '#common/contract/batch-operations.ts';

/** Reason codes of the API for why an action was not performed. */
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

/** Returns the text key for why an instance was left unchanged; undefined if nothing prevents the action. */
export const refusalCodeOf = ({ code }: Pick<BatchOperationItem, 'code'>): RefusalCode | undefined =>
  REFUSAL_CODES.find((known) => known === code);
