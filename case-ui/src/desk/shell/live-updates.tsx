import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestChanged } from '#common/contract/events.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { listenToEvents, type LiveEvent } from '#ui/api/events.ts';
import { invalidate, queryKey, type Stale } from '#ui/api/query-keys.ts';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { REQUEST_QUERIES, TASK_QUERIES } from '../changed-queries.ts';

/** Minimum time between two refetches, because the server sends many events under load. */
const REFRESH_DELAY_MS = 800;

/** Returns the queries that a server event makes stale. */
function queriesAffectedBy({ name, data }: LiveEvent): readonly Stale[] {
  if (name === 'tasks-changed') return TASK_QUERIES;
  if (name === 'notices-changed') return ['listNotices'];
  if (name !== 'request-changed') return [];
  const { ids, many } = data as RequestChanged;
  const changed = many
    ? REQUEST_QUERIES
    : ids.flatMap((id) => REQUEST_QUERIES.map((operation) => queryKey(operation, { params: { id } })));
  return ['listRequests', ...changed];
}

/** Keeps the screen up to date: refetches what the server reports as changed. */
export function LiveUpdates() {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('desk');

  useEffect(() => {
    const ending = new AbortController();
    const stale = new Map<string, Stale>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;

    function readAgain(): void {
      timer = undefined;
      if (stale.size === 0) return;
      void invalidate(queries, ...stale.values());
      stale.clear();
      timer = setTimeout(readAgain, REFRESH_DELAY_MS);
    }

    function mark(changed: readonly Stale[]): void {
      for (const one of changed) stale.set(JSON.stringify(one), one);
      if (timer === undefined) readAgain();
    }

    void listenToEvents({
      api,
      signal: ending.signal,
      onEvent: (event) => mark(queriesAffectedBy(event)),
      onOpen: (again) => {
        if (again) mark([...TASK_QUERIES, 'listRequests', ...REQUEST_QUERIES, 'listNotices']);
        if (lost) announce(t('live.back'));
        lost = false;
      },
      onLost: () => {
        lost = true;
      },
    });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [api, queries, announce, t]);

  return null;
}
