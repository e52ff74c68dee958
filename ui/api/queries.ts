import {
  type InfiniteData,
  type SkipToken,
  skipToken,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import { ENDPOINTS } from '#common/contract/endpoints.ts';
import type { AnswerOf } from '#common/contract/operations.ts';
import { useApi } from './api-provider.tsx';
import type { CallId, CallParts } from './client.ts';

/** A call whose types were checked by the signature that it comes from. */
type CheckedCall<Id extends CallId> = (id: Id, input: object) => Promise<AnswerOf<Id>>;

type QueryOptions<Id extends CallId, Data> = Omit<
  UseQueryOptions<AnswerOf<Id>, Error, Data>,
  'queryKey' | 'queryFn'
>;

/** Reads an operation through the cache. A GET that no screen waits for any more is aborted.
 *  @param parts `skipToken` while something to ask with is missing */
export function useApiQuery<Id extends CallId, Data = AnswerOf<Id>>(
  id: Id,
  parts: CallParts<Id> | SkipToken,
  options: QueryOptions<Id, Data> = {},
): UseQueryResult<Data> {
  const call = useApi() as CheckedCall<Id>;
  const given = parts as object;
  const ask = (context: { signal: AbortSignal }) =>
    call(id, ENDPOINTS[id].startsWith('GET ') ? { ...given, signal: context.signal } : given);
  return useQuery<AnswerOf<Id>, Error, Data>({
    ...options,
    queryKey: parts === skipToken ? [id] : [id, parts],
    queryFn: parts === skipToken ? skipToken : ask,
  });
}

/** Operations that answer page by page. */
type PagedId = {
  [Id in CallId]: AnswerOf<Id> extends { items: unknown[]; next: string | number | null } ? Id : never;
}[CallId];

type PagesOptions<Id extends PagedId> = Omit<
  UseInfiniteQueryOptions<AnswerOf<Id>, Error, InfiniteData<AnswerOf<Id>>>,
  'queryKey' | 'queryFn' | 'initialPageParam' | 'getNextPageParam'
> & { /** Has another value when the pages have to be read anew. */ tick?: string | number };

/** Reads an operation page by page through the cache. */
export function useApiPages<Id extends PagedId>(
  id: Id,
  parts: CallParts<Id>,
  { tick, ...options }: PagesOptions<Id> = {},
): UseInfiniteQueryResult<InfiniteData<AnswerOf<Id>>> {
  const call = useApi() as CheckedCall<Id>;
  const given = parts as { query?: object };
  return useInfiniteQuery({
    ...options,
    queryKey: [id, parts, 'pages', tick],
    queryFn: ({ pageParam: after, signal }) =>
      call(id, { ...given, query: { ...given.query, after }, signal }),
    initialPageParam: undefined as unknown,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
