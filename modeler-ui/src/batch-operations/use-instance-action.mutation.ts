import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type {
  BatchOperation,
  CreateBatchOperation,
  InstanceAction,
  TokenMove,
} from '#common/contract/batch-operations.ts';
import { INSTANCE_QUERIES } from '#modeler-ui/instances/use-instances.query.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';
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
    mutationFn: (body: ActionInput) =>
      api('actOnInstance', { params: { key: instanceKey }, body, idempotencyKey: onceKey(body) }),
    onSettled: () =>
      void invalidate(queries, ...INSTANCE_QUERIES, 'listBatchOperations', 'listBrokenOffCases'),
  });
}

/** Previews the result of token moves. */
export function useModificationPreview(instanceKey: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (moves: TokenMove[]) =>
      api('previewModification', { params: { key: instanceKey }, body: { moves } }),
  });
}

/** Creates a batch operation, which is planned and not started. */
export function useCreateBatchOperation() {
  const api = useApi();
  const queries = useQueryClient();
  const onceKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: CreateBatchOperation) =>
      api('createBatchOperation', { body, idempotencyKey: onceKey(body) }),
    onSuccess: (operation) => {
      queries.setQueryData(queryKey('readBatchOperation', { params: { id: operation.id } }), operation);
      void invalidate(queries, 'listBatchOperations');
    },
  });
}

type BatchCommand = { verb: 'start'; count: number } | { verb: 'stop' | 'resume' | 'discard' };

/** Starts, stops, resumes or discards a batch operation. */
export function useBatchOperationCommand(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { id };
  const key = queryKey('readBatchOperation', { params });
  return useMutation({
    mutationFn: (command: BatchCommand): Promise<BatchOperation> =>
      command.verb === 'start'
        ? api('startBatchOperation', { params, body: { count: command.count } })
        : api(`${command.verb}Operation`, { params }),
    onSuccess: (operation) => queries.setQueryData(key, operation),
    onSettled: () =>
      void invalidate(queries, key, queryKey('listBatchOperationItems', { params }), 'listBatchOperations'),
  });
}
