import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { MoveDiagrams, MoveItemPage, MovePage, MoveWithCounts } from '#common/contract/moves.ts';
import type { ProcessDefinition, ProcessDefinitionPage } from '#common/contract/process-definitions.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const WHILE_RUNNING_MS = 1_000;
/** Of the list of versions, at most. */
const MOST_PAGES = 20;

/** Moves of running cases, the newest first. */
export function useMoves() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['moves'],
    queryFn: ({ pageParam, signal }) =>
      api.get<MovePage>('/moves', pageParam ? { after: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** One move with its counts; read again and again while it runs. */
export function useMove(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['move', id],
    queryFn: ({ signal }) => api.get<MoveWithCounts>(`/moves/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? WHILE_RUNNING_MS : false),
  });
}

/** Cases are being moved, also when no further one will be begun. */
export const isUnderWay = ({ state, states }: MoveWithCounts): boolean =>
  state === 'running' || states.some((one) => ['sending', 'ending', 'settling'].includes(one.state));

export type ItemFilter = { state?: string; code?: string };

/** The cases of a move; `tick` reads them again when counts have changed. */
export function useMoveItems(id: string, filter: ItemFilter, tick: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['move-items', id, filter, tick],
    queryFn: ({ pageParam, signal }) =>
      api.get<MoveItemPage>(
        `/moves/${id}/items`,
        { ...filter, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

/** The versions of all processes, or of one, the newest first. */
export function useVersions(processKey?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['process-versions', processKey],
    queryFn: async ({ signal }) => {
      const all: ProcessDefinition[] = [];
      let after: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const found = await api.get<ProcessDefinitionPage>(
          '/process-definitions',
          { processKey, after },
          signal,
        );
        all.push(...found.items.filter((one) => !one.processKey.startsWith('scratch-')));
        if (!found.next) break;
        after = found.next;
      }
      return all;
    },
  });
}

/** Two versions side by side. */
export function useMoveDiagrams(chosen: { processKey: string; from: number; to: number } | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['move-diagrams', chosen],
    queryFn: ({ signal }) => api.get<MoveDiagrams>('/move-diagrams', chosen, signal),
    enabled: chosen !== undefined,
  });
}
