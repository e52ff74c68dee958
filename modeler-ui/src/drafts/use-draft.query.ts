import { keepPreviousData, type QueryClient, skipToken, useQuery } from '@tanstack/react-query';
import type { Draft } from '#common/contract/process-drafts.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

const PRESENCE_INTERVAL_MS = 10_000;

/** A draft with its list of files. */
export const useDraft = (id: string) => useApiQuery('readDraft', { params: { id } });

/** Refetches what shows the files of a draft. */
export const invalidateDraftFiles = (queries: QueryClient, id: string): Promise<void> =>
  invalidate(
    queries,
    queryKey('readDraft', { params: { id } }),
    queryKey('listDraftRevisions', { params: { id } }),
  );

/** Lints what the draft changes; refetched after a file was saved. */
export function useDraftCheck(draft: Draft | undefined) {
  const api = useApi();
  const shas = draft?.files
    .filter(({ change }) => change !== 'none')
    .map(({ name, sha256 }) => `${name} ${sha256}`);
  return useQuery({
    queryKey: ['checkDraft', draft?.id, shas],
    queryFn:
      draft && shas && shas.length > 0 ? () => api('checkDraft', { params: { id: draft.id } }) : skipToken,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export const useDraftComments = (id: string) => useApiQuery('listDraftComments', { params: { id } });

/** Saved revisions of a file. */
export const useDraftRevisions = (id: string, file: string) =>
  useApiPages('listDraftRevisions', { params: { id }, query: { file } });

export const useDraftRevision = (id: string, revisionId: string | null) =>
  useApiQuery('readDraftRevision', revisionId === null ? skipToken : { params: { id, revisionId } }, {
    staleTime: Infinity,
  });

/** Reports that this window has the draft open, and reads who else is there and what was saved. */
export function usePresence(
  id: string,
  clientId: string,
  here: { file: string | null; elementId: string | null },
) {
  const api = useApi();
  return useQuery({
    queryKey: ['showPresence', id, here.file],
    queryFn: () => api('showPresence', { params: { id, clientId }, body: here }),
    refetchInterval: PRESENCE_INTERVAL_MS,
    refetchIntervalInBackground: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
