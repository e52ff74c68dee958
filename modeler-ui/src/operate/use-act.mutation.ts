import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  InstanceAction,
  MovePreview,
  OneOperation,
  Operation,
  TokenMove,
} from '#common/contract/instance-operations.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { randomId } from '#ui/api/random-id.ts';

type Asked = { action: InstanceAction; reason: string };

/** One key for the same thing asked again, so that a lost answer does not do it twice. */
function useOnceKey() {
  const kept = useRef({ asked: '', key: '' });
  return (asked: unknown): string => {
    const text = JSON.stringify(asked);
    if (kept.current.asked !== text) kept.current = { asked: text, key: randomId() };
    return kept.current.key;
  };
}

/** Acts on one instance. */
export function useAct(instanceKey: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onceKey = useOnceKey();
  return useMutation({
    mutationFn: (asked: Asked) =>
      api.post<OneOperation>(`/instances/${instanceKey}/actions`, asked, { idempotencyKey: onceKey(asked) }),
    onSettled: () => {
      for (const key of [['instances'], ['operations'], ['broken-off']])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}

/** What moves would do. */
export function usePreview(instanceKey: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (moves: readonly TokenMove[]) =>
      api.post<MovePreview>(`/instances/${instanceKey}/move-preview`, { moves }),
  });
}

type List = { keys: readonly string[] } | { filter: Record<string, string | number> };

/** Freezes the list of instances that something is to be done to. */
export function useFreeze() {
  const api = useApi();
  const queries = useQueryClient();
  const onceKey = useOnceKey();
  return useMutation({
    mutationFn: (asked: Asked & List) =>
      api.post<Operation>('/operations', asked, { idempotencyKey: onceKey(asked) }),
    onSuccess: (operation) => {
      queries.setQueryData(['operation', operation.id], operation);
      void queries.invalidateQueries({ queryKey: ['operations'] });
    },
  });
}

/** Starts, stops, resumes or discards an operation. */
export function useOperationCommand(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, ...body }: { verb: 'start' | 'stop' | 'resume' | 'discard'; count?: number }) =>
      api.post<Operation>(`/operations/${id}/${verb}`, verb === 'start' ? body : undefined),
    onSuccess: (operation) => queries.setQueryData(['operation', id], operation),
    onSettled: () => {
      for (const key of [['operation', id], ['operation-items', id], ['operations']])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}
