import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, FindInstances, InstanceAction, MAX_BATCH_ITEMS } from '#common/contract/index.ts';

/** Requires `keys` or `filter`. */
export const CreateBatchOperation = Closed({
  action: InstanceAction,
  reason: Type.String({ minLength: 5, maxLength: 500, pattern: '\\S{2}' }),
  keys: Type.Optional(Type.Array(EngineKey, { minItems: 1, maxItems: MAX_BATCH_ITEMS })),
  filter: Type.Optional(FindInstances),
});
export type CreateBatchOperation = Static<typeof CreateBatchOperation>;
