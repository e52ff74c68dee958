import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  CreateDraft,
  Draft,
  DraftComment,
  ImportedFile,
  ImportFile,
  SavedDraftFile,
  WriteComment,
} from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

export function useCreateDraft() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: CreateDraft) => api.post<Draft>('/drafts', given),
    onSuccess: (draft) => {
      queries.setQueryData(['draft', draft.id], draft);
      void queries.invalidateQueries({ queryKey: ['processes'] });
    },
  });
}

export function useDiscardDraft(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<Draft>(`/drafts/${id}/discard`, {}),
    onSuccess: (draft) => {
      queries.setQueryData(['draft', id], draft);
      void queries.invalidateQueries({ queryKey: ['processes'] });
    },
  });
}

/** Commands on whole files of a draft. */
export function useDraftFiles(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  const read = () => {
    for (const key of ['draft', 'draft-revisions']) void queries.invalidateQueries({ queryKey: [key, id] });
  };
  const path = (name: string) => `/drafts/${id}/files/${name}`;
  return {
    save: useMutation({
      mutationFn: ({
        name,
        ...body
      }: {
        name: string;
        content: string;
        expectedVersion: number;
        seenRunning?: string;
      }) => api.put<SavedDraftFile>(path(name), body),
      onSettled: read,
    }),
    remove: useMutation({
      mutationFn: ({ name, version }: { name: string; version: number }) =>
        api.delete(`${path(name)}?expectedVersion=${version}`),
      onSettled: read,
    }),
    take: useMutation({
      mutationFn: (given: ImportFile) => api.post<ImportedFile>(`/drafts/${id}/imports`, given),
      onSettled: read,
    }),
    restore: useMutation({
      mutationFn: ({ revisionId, expectedVersion }: { revisionId: string; expectedVersion: number }) =>
        api.post<SavedDraftFile>(`/drafts/${id}/revisions/${revisionId}/restore`, { expectedVersion }),
      onSettled: read,
    }),
  };
}

export function useWriteComment(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: WriteComment) => api.post<DraftComment>(`/drafts/${id}/comments`, given),
    onSettled: () => queries.invalidateQueries({ queryKey: ['draft-comments', id] }),
  });
}

export function useResolveComment(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ commentId, resolved }: { commentId: string; resolved: boolean }) =>
      api.patch<DraftComment>(`/drafts/${id}/comments/${commentId}`, { resolved }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['draft-comments', id] }),
  });
}
