import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Deployment } from '#common/contract/process-definitions.ts';
import type {
  DraftRelease,
  RestoreVersion,
  ReviewDraft,
  ScheduleDraft,
  SeenFile,
  SubmitDraft,
} from '#common/contract/releases.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Release actions of a draft. */
export function useReleaseActions(draftId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const onSettled = () => {
    for (const key of [['draft-release', draftId], ['draft', draftId], ['processes'], ['process-history']])
      void queries.invalidateQueries({ queryKey: key });
  };
  const step = (name: string) => (body: object) => api.post<DraftRelease>(`/drafts/${draftId}/${name}`, body);
  return {
    submit: useMutation({ mutationFn: (body: SubmitDraft) => step('submit')(body), onSettled }),
    review: useMutation({ mutationFn: (body: ReviewDraft) => step('review')(body), onSettled }),
    takeBack: useMutation({ mutationFn: () => step('take-back')({}), onSettled }),
    schedule: useMutation({ mutationFn: (body: ScheduleDraft) => step('schedule')(body), onSettled }),
    callOff: useMutation({ mutationFn: () => step('call-off')({}), onSettled }),
    deploy: useMutation({
      mutationFn: (files: SeenFile[]) => api.post<Deployment>('/process-definitions', { draftId, files }),
      onSettled,
    }),
  };
}

/** Rebases a file of a draft onto the running version: takes that version, or keeps the draft's own. */
export function useRebaseDraft(draftId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, content, running }: { name: string; content: string; running: string }) => {
      const { version } = await api.get<{ version: number }>(`/drafts/${draftId}/files/${name}`);
      await api.put(`/drafts/${draftId}/files/${name}`, {
        content,
        expectedVersion: version,
        seenRunning: running,
      });
    },
    onSettled: () => {
      for (const key of [
        ['draft-release', draftId],
        ['draft', draftId],
        ['draft-revisions', draftId],
      ])
        void queries.invalidateQueries({ queryKey: key });
    },
  });
}

/** Creates a draft from files of an old version. */
export function useRestoreVersion(processKey: string) {
  const api = useApi();
  return useMutation({
    mutationFn: ({ version, ...body }: RestoreVersion & { version: number }) =>
      api.post<{ draftId: string }>(`/process-definitions/${processKey}/versions/${version}/restore`, body),
  });
}
