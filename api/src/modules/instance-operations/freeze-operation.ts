import { Type, type Static } from '@sinclair/typebox';
import {
  Closed,
  EngineKey,
  FindInstances,
  InstanceAction,
  MAX_OPERATION_ITEMS,
} from '#common/contract/index.ts';

/** Of `keys` and `filter` one is needed. */
export const FreezeOperation = Closed({
  action: InstanceAction,
  reason: Type.String({ minLength: 5, maxLength: 500, pattern: '\\S{2}' }),
  keys: Type.Optional(Type.Array(EngineKey, { minItems: 1, maxItems: MAX_OPERATION_ITEMS })),
  filter: Type.Optional(FindInstances),
});
export type FreezeOperation = Static<typeof FreezeOperation>;
