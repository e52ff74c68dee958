import { skipToken, useQuery } from '@tanstack/react-query';
import type { DraftRelease } from '#common/contract/releases.ts';
import { diffFile } from '#common/process-files/diff/index.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { queryKey } from '#ui/api/query-keys.ts';

/** Reads the release state of a draft and what the viewer may do, after saving all input. */
export function useDraftRelease(draftId: string, flush: () => Promise<void>) {
  const api = useApi();
  const params = { id: draftId };
  return useQuery({
    queryKey: queryKey('getDraftRelease', { params }),
    queryFn: async ({ signal }) => {
      await flush();
      return api('getDraftRelease', { params, signal });
    },
    staleTime: 0,
    refetchOnMount: 'always',
  });
}

export type FilePair = { name: string; before: string | null; after: string | null };

/** A changed file of a draft and its running version. */
export function useDraftPair(
  { id: draftId, processKey }: { id: string; processKey: string },
  file: DraftRelease['files'][number],
) {
  const api = useApi();
  const { name, kind, sha256, runningSha256 } = file;
  return useQuery({
    queryKey: ['draft-pair', draftId, name, sha256, runningSha256],
    queryFn: async ({ signal }): Promise<FilePair> => {
      const mine = await api('readDraftFile', { params: { id: draftId, name }, signal });
      if (kind === 'added') return { name, before: null, after: mine.content };
      const running = await api('readRunningFile', { params: { processKey, name }, signal });
      return { name, before: running.content, after: mine.content };
    },
    staleTime: Infinity,
  });
}

/** Changes between two contents of a file, computed by the same code as on the server. */
export const useFileChanges = ({ name, before, after }: FilePair) =>
  useQuery({
    queryKey: ['file-changes', name, before, after],
    queryFn: () => diffFile(name, before, after),
    staleTime: Infinity,
    retry: false,
  });

/** Versions of a process, newest first. */
export const useProcessVersions = (processKey: string) =>
  useApiPages('listProcessVersions', { params: { processKey } });

/** Files of a process as of a given version. */
export const useVersionFiles = (processKey: string, version: number | null) =>
  useApiQuery('getProcessVersion', version === null ? skipToken : { params: { processKey, version } }, {
    staleTime: Infinity,
  });
