import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MoveWithCounts, PlanMove, StartMove } from '#common/contract/moves.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Makes the dry run. */
export function usePlanMove() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (plan: PlanMove) => api.post<MoveWithCounts>('/moves', plan),
    onSuccess: (move) => {
      queries.setQueryData(['move', move.id], move);
      void queries.invalidateQueries({ queryKey: ['moves'] });
    },
  });
}

/** Starts, stops or resumes a move. */
export function useMoveCommand(id: string, command: 'start' | 'stop' | 'resume') {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: StartMove | { expectedVersion: number }) =>
      api.post<MoveWithCounts>(`/moves/${id}/${command}`, body),
    onSuccess: (move) => queries.setQueryData(['move', id], move),
    onSettled: () => {
      for (const key of [['move', id], ['move-items', id], ['moves']])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}
