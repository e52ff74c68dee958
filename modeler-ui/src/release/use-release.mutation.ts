import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  RestoreVersion,
  ReviewDraft,
  ScheduleDraft,
  SeenFile,
  SubmitDraft,
} from '#common/contract/releases.ts';
import { invalidateDraftFiles } from '#modeler-ui/drafts/use-draft.query.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

/** Release actions of a draft. */
export function useReleaseActions(draftId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { id: draftId };
  const onSettled = () =>
    void invalidate(
      queries,
      queryKey('getDraftRelease', { params }),
      queryKey('readDraft', { params }),
      'listProcesses',
      'listProcessVersions',
    );
  return {
    submit: useMutation({
      mutationFn: (body: SubmitDraft) => api('submitDraft', { params, body }),
      onSettled,
    }),
    review: useMutation({
      mutationFn: (body: ReviewDraft) => api('reviewDraft', { params, body }),
      onSettled,
    }),
    takeBack: useMutation({ mutationFn: () => api('takeDraftBack', { params }), onSettled }),
    schedule: useMutation({
      mutationFn: (body: ScheduleDraft) => api('scheduleDraft', { params, body }),
      onSettled,
    }),
    callOff: useMutation({ mutationFn: () => api('callOffDraft', { params }), onSettled }),
    deploy: useMutation({
      mutationFn: (files: SeenFile[]) => api('deployDraft', { body: { draftId, files } }),
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
      const params = { id: draftId, name };
      const { version } = await api('readDraftFile', { params });
      await api('saveDraftFile', {
        params,
        body: { content, expectedVersion: version, seenRunning: running },
      });
    },
    onSettled: () => {
      void invalidate(queries, queryKey('getDraftRelease', { params: { id: draftId } }));
      void invalidateDraftFiles(queries, draftId);
    },
  });
}

/** Creates a draft from files of an old version. */
export function useRestoreVersion(processKey: string) {
  const api = useApi();
  return useMutation({
    mutationFn: ({ version, ...body }: RestoreVersion & { version: number }) =>
      api('restoreProcessVersion', { params: { processKey, version }, body }),
  });
}
