import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Draft } from '#common/contract/process-drafts.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';
import { randomId } from '#ui/api/random-id.ts';
import type { DraftSessions } from '../saving/draft-sessions.ts';
import { usePresence } from '../use-draft.query.ts';

/** Keeps the screen in sync with other users: presence, saved files, comments. */
export function useLiveDraft(
  draft: Draft,
  sessions: DraftSessions,
  here: { file: string; elementId: string | null },
) {
  const queries = useQueryClient();
  const [clientId] = useState(randomId);
  const { data } = usePresence(draft.id, clientId, here);
  useEffect(() => {
    if (!data) return;
    const known = new Map(draft.files.map(({ name, version }) => [name, version]));
    const changed = data.files.filter(({ name, version }) => (known.get(name) ?? 0) < version);
    if (changed.length > 0 || data.state !== draft.state || data.version !== draft.version)
      void invalidate(queries, queryKey('readDraft', { params: { id: draft.id } }));
    void sessions.all().then((open) => {
      for (const [name, session] of open) {
        const version = data.files.find((file) => file.name === name)?.version ?? 0;
        if (version > session.state().version) void session.refresh().catch(() => undefined);
      }
    });
  }, [data, draft, sessions, queries]);
  const said = data ? `${data.comments.total} ${data.comments.open}` : '';
  useEffect(() => {
    if (said) void invalidate(queries, queryKey('listDraftComments', { params: { id: draft.id } }));
  }, [said, draft.id, queries]);
  return { clientId, people: data?.people ?? [] };
}
