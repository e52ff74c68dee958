import type { DataTag, QueryClient } from '@tanstack/react-query';
import type { AnswerOf } from '#common/contract/operations.ts';
import type { CallId, CallParts } from './client.ts';

type Key<Id extends CallId> = DataTag<readonly [Id, object], AnswerOf<Id>>;

/** Key of an operation in the cache: its id with what it is called with. A key with only some of the parts
 *  stands for all calls that have them. */
export const queryKey = <Id extends CallId>(id: Id, parts: Partial<CallParts<Id>>): Key<Id> =>
  [id, parts] as unknown as Key<Id>;

/** Answers to mark as out of date: all of an operation, or those of some of its calls. */
export type Stale = CallId | readonly [CallId, object];

/** Marks answers in the cache as out of date, and refetches those on screen. */
export async function invalidate(queries: QueryClient, ...stale: readonly Stale[]): Promise<void> {
  const keys = stale.map((one) => (typeof one === 'string' ? [one] : one));
  await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: key })));
}
