import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  CheckedFiles,
  Draft,
  DraftComments,
  DraftPresence,
  DraftRevisionContent,
  DraftRevisionPage,
} from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const PRESENCE_INTERVAL_MS = 10_000;

/** A draft with its list of files. */
export function useDraft(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['draft', id],
    queryFn: ({ signal }) => api.get<Draft>(`/drafts/${id}`, {}, signal),
  });
}

/** Lints what the draft changes; refetched after a file was saved. */
export function useDraftCheck(draft: Draft | undefined) {
  const api = useApi();
  const shas = draft?.files
    .filter(({ change }) => change !== 'none')
    .map(({ name, sha256 }) => `${name} ${sha256}`);
  return useQuery({
    queryKey: ['draft-check', draft?.id, shas],
    queryFn: () => api.post<CheckedFiles>(`/drafts/${draft?.id}/check`, {}),
    enabled: draft !== undefined && shas !== undefined && shas.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export function useDraftComments(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['draft-comments', id],
    queryFn: ({ signal }) => api.get<DraftComments>(`/drafts/${id}/comments`, {}, signal),
  });
}

/** Saved revisions of a file. */
export function useDraftRevisions(id: string, file: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['draft-revisions', id, file],
    queryFn: ({ pageParam, signal }) =>
      api.get<DraftRevisionPage>(
        `/drafts/${id}/revisions`,
        { file, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useDraftRevision(id: string, revisionId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['draft-revision', id, revisionId],
    queryFn: ({ signal }) =>
      api.get<DraftRevisionContent>(`/drafts/${id}/revisions/${revisionId}`, {}, signal),
    enabled: revisionId !== null,
    staleTime: Infinity,
  });
}

/** Reports that this window has the draft open, and reads who else is there and what was saved. */
export function usePresence(
  id: string,
  clientId: string,
  here: { file: string | null; elementId: string | null },
) {
  const api = useApi();
  return useQuery({
    queryKey: ['draft-presence', id, here.file],
    queryFn: () => api.put<DraftPresence>(`/drafts/${id}/presence/${clientId}`, here),
    refetchInterval: PRESENCE_INTERVAL_MS,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
