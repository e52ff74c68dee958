import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  CreateDraft,
  ImportFile,
  SaveDraftFile,
  WriteComment,
} from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';
import { invalidateDraftFiles } from './use-draft.query.ts';

export function useCreateDraft() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateDraft) => api('createDraft', { body }),
    onSuccess: (draft) => {
      queries.setQueryData(queryKey('readDraft', { params: { id: draft.id } }), draft);
      void invalidate(queries, 'listProcesses');
    },
  });
}

export function useDiscardDraft(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api('discardDraft', { params: { id } }),
    onSuccess: (draft) => {
      queries.setQueryData(queryKey('readDraft', { params: { id } }), draft);
      void invalidate(queries, 'listProcesses');
    },
  });
}

/** Commands on whole files of a draft. */
export function useDraftFiles(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onSettled = () => void invalidateDraftFiles(queries, id);
  return {
    save: useMutation({
      mutationFn: ({ name, ...body }: SaveDraftFile & { name: string }) =>
        api('saveDraftFile', { params: { id, name }, body }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ name, version }: { name: string; version: number }) =>
        api('removeDraftFile', { params: { id, name }, query: { expectedVersion: version } }),
      onSettled,
    }),
    take: useMutation({
      mutationFn: (body: ImportFile) => api('importDraftFile', { params: { id }, body }),
      onSettled,
    }),
    restore: useMutation({
      mutationFn: ({ revisionId, expectedVersion }: { revisionId: string; expectedVersion: number }) =>
        api('restoreDraftRevision', { params: { id, revisionId }, body: { expectedVersion } }),
      onSettled,
    }),
  };
}

export function useWriteComment(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: WriteComment) => api('writeDraftComment', { params: { id }, body }),
    onSettled: () => invalidate(queries, queryKey('listDraftComments', { params: { id } })),
  });
}

export function useResolveComment(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ commentId, resolved }: { commentId: string; resolved: boolean }) =>
      api('settleDraftComment', { params: { id, commentId }, body: { resolved } }),
    onSettled: () => invalidate(queries, queryKey('listDraftComments', { params: { id } })),
  });
}
