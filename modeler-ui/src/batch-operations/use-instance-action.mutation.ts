import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  BatchOperation,
  InstanceAction,
  ModificationPreview,
  SingleOperation,
  TokenMove,
} from '#common/contract/batch-operations.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { randomId } from '#ui/api/random-id.ts';

type ActionInput = { action: InstanceAction; reason: string };

/** Returns the same key for the same input, so that a retry after a lost answer runs only once. */
function useIdempotencyKey() {
  const kept = useRef({ asked: '', key: '' });
  return (asked: unknown): string => {
    const text = JSON.stringify(asked);
    if (kept.current.asked !== text) kept.current = { asked: text, key: randomId() };
    return kept.current.key;
  };
}

/** Performs an action on one instance. */
export function useInstanceAction(instanceKey: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onceKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (asked: ActionInput) =>
      api.post<SingleOperation>(`/instances/${instanceKey}/actions`, asked, {
        idempotencyKey: onceKey(asked),
      }),
    onSettled: () => {
      for (const key of [['instances'], ['batch-operations'], ['broken-off']])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}

/** Previews the result of token moves. */
export function useModificationPreview(instanceKey: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (moves: readonly TokenMove[]) =>
      api.post<ModificationPreview>(`/instances/${instanceKey}/modification-preview`, { moves }),
  });
}

type InstanceSelection = { keys: readonly string[] } | { filter: Record<string, string | number> };

/** Creates a batch operation: freezes the list of its instances. */
export function useCreateBatchOperation() {
  const api = useApi();
  const queries = useQueryClient();
  const onceKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (asked: ActionInput & InstanceSelection) =>
      api.post<BatchOperation>('/batch-operations', asked, { idempotencyKey: onceKey(asked) }),
    onSuccess: (operation) => {
      queries.setQueryData(['batch-operation', operation.id], operation);
      void queries.invalidateQueries({ queryKey: ['batch-operations'] });
    },
  });
}

/** Starts, stops, resumes or discards a batch operation. */
export function useBatchOperationCommand(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, ...body }: { verb: 'start' | 'stop' | 'resume' | 'discard'; count?: number }) =>
      api.post<BatchOperation>(`/batch-operations/${id}/${verb}`, verb === 'start' ? body : undefined),
    onSuccess: (operation) => queries.setQueryData(['batch-operation', id], operation),
    onSettled: () => {
      for (const key of [['batch-operation', id], ['batch-operation-items', id], ['batch-operations']])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}
