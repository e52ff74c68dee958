import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestChanged } from '#common/contract/events.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { listenToEvents, type LiveEvent } from '#ui/api/events.ts';
import { useAnnounce } from '#ui/components/live-region.tsx';

const TASKS: QueryKey[] = [['tasks'], ['task'], ['task-count']];
const REQUESTS: QueryKey[] = [['requests'], ['request'], ['timeline'], ['sla']];
const NOTICES: QueryKey[] = [['notices']];

/** Minimum time between two refetches, because the server sends many events under load. */
const REFRESH_DELAY_MS = 800;

/** Returns the queries that a server event makes stale. */
function queriesAffectedBy({ name, data }: LiveEvent): QueryKey[] {
  if (name === 'tasks-changed') return TASKS;
  if (name === 'notices-changed') return NOTICES;
  if (name !== 'request-changed') return [];
  const { ids, many } = data as RequestChanged;
  return many
    ? REQUESTS
    : [
        ['requests'],
        ...ids.flatMap((id) => [
          ['request', id],
          ['timeline', id],
          ['sla', id],
        ]),
      ];
}

/** Keeps the screen up to date: refetches what the server reports as changed. */
export function LiveUpdates() {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('desk');

  useEffect(() => {
    const ending = new AbortController();
    const stale = new Map<string, QueryKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;

    function readAgain(): void {
      timer = undefined;
      if (stale.size === 0) return;
      for (const queryKey of stale.values()) void queries.invalidateQueries({ queryKey });
      stale.clear();
      timer = setTimeout(readAgain, REFRESH_DELAY_MS);
    }

    function mark(keys: readonly QueryKey[]): void {
      for (const key of keys) stale.set(JSON.stringify(key), key);
      if (timer === undefined) readAgain();
    }

    void listenToEvents({
      api,
      path: '/events',
      signal: ending.signal,
      onEvent: (event) => mark(queriesAffectedBy(event)),
      onOpen: (again) => {
        if (again) mark([...TASKS, ...REQUESTS, ...NOTICES]);
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
