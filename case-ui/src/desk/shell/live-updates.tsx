import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../../ui/api/api-provider.tsx';
import { listen } from '../../../../ui/api/events.ts';
import { useAnnounce } from '../../../../ui/pieces/live-region.tsx';

/** What an event of the server makes stale. */
const STALE = {
  'tasks-changed': ['tasks', 'task', 'task-count'],
  'request-changed': ['request', 'timeline', 'requests'],
} as const satisfies Record<string, readonly string[]>;

const EVERYTHING = Object.values(STALE).flat();
/** Under load the server says much; the screen reads again at most this often. */
const PAUSE = 400;

/** Keeps what is on the screen true: the server says what changed, the screen reads it again. */
export function LiveUpdates() {
  const api = useApi();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { t } = useTranslation('desk');

  useEffect(() => {
    const ending = new AbortController();
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;

    function readAgain(): void {
      timer = undefined;
      if (stale.size === 0) return;
      for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
      stale.clear();
      timer = setTimeout(readAgain, PAUSE);
    }

    function mark(keys: readonly string[]): void {
      for (const key of keys) stale.add(key);
      if (timer === undefined) readAgain();
    }

    void listen({
      api,
      path: '/events',
      signal: ending.signal,
      onEvent: ({ name }) => mark(name in STALE ? STALE[name as keyof typeof STALE] : []),
      onOpen: (again) => {
        if (again) mark(EVERYTHING);
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
