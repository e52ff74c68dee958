import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { DraftFileContent, RunningFileContent } from '#common/contract/process-drafts.ts';
import type { ApplicationFiles, DraftRelease, ProcessVersionPage } from '#common/contract/releases.ts';
import { diffFile } from '#common/process-files/diff/index.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Reads the release state of a draft and what the viewer may do, after saving all input. */
export function useDraftRelease(draftId: string, flush: () => Promise<void>) {
  const api = useApi();
  return useQuery({
    queryKey: ['draft-release', draftId],
    queryFn: async ({ signal }) => {
      await flush();
      return api.get<DraftRelease>(`/drafts/${draftId}/release`, {}, signal);
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
      const mine = await api.get<DraftFileContent>(`/drafts/${draftId}/files/${name}`, {}, signal);
      if (kind === 'added') return { name, before: null, after: mine.content };
      const running = await api.get<RunningFileContent>(`/processes/${processKey}/files/${name}`, {}, signal);
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
export function useProcessVersions(processKey: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['process-history', processKey],
    queryFn: ({ pageParam, signal }) =>
      api.get<ProcessVersionPage>(
        `/process-definitions/${processKey}/versions`,
        pageParam ? { after: pageParam } : {},
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Files of a process as of a given version. */
export function useVersionFiles(processKey: string, version: number | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['version-files', processKey, version],
    queryFn: ({ signal }) =>
      api.get<ApplicationFiles>(`/process-definitions/${processKey}/versions/${version}`, {}, signal),
    enabled: version !== null,
    staleTime: Infinity,
  });
}
