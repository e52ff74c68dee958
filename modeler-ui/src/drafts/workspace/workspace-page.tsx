import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useParams } from 'react-router';
import { Page } from '#modeler-ui/shell/page.tsx';
import { useApi } from '#ui/api/api-provider.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { draftSessions } from '../saving/draft-sessions.ts';
import { invalidateDraftFiles, useDraft } from '../use-draft.query.ts';
import { DraftWorkspace } from './workspace.tsx';

/** Workspace page of a draft. */
export function Component() {
  const { draftId = '' } = useParams();
  return (
    <Page permission="process:read" wide>
      <Loaded key={draftId} draftId={draftId} />
    </Page>
  );
}

function Loaded({ draftId }: { draftId: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const { data, error, refetch } = useDraft(draftId);
  const sessions = useMemo(
    () => draftSessions(api, draftId, () => void invalidateDraftFiles(queries, draftId)),
    [api, draftId, queries],
  );
  useEffect(() => {
    const send = () => void sessions.flush();
    const hidden = () => document.visibilityState === 'hidden' && send();
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('online', send);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('online', send);
      send();
    };
  }, [sessions]);
  if (!data && error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  return <DraftWorkspace draft={data} sessions={sessions} />;
}
