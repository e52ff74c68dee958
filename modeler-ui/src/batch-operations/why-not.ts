import type { BatchOperationItem } from '#common/contract/batch-operations.ts';

/** The words that the api gives for why something was not done. */
export const CODES = [
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
export type Code = (typeof CODES)[number];

/** Why an instance was left as it is, as a key of the texts; undefined when nothing stands in the way. */
export const codeOf = ({ code }: Pick<BatchOperationItem, 'code'>): Code | undefined =>
  CODES.find((known) => known === code);
