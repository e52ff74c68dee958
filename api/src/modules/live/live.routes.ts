import { defineRoute } from '#api/http/route.ts';
import type { Visibility } from '../visibility/index.ts';
import { eventStream } from './event-stream.ts';
import type { LiveService } from './live.service.ts';

type Deps = { live: LiveService; visibility: Visibility };

/** Maximum delay that setTimeout accepts. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** Time for a listener to open the next stream, with a new token, before this one ends. */
const RECONNECT_WINDOW_MS = 10_000;

export const liveRoutes = ({ live, visibility }: Deps) => [
  defineRoute('listenToChanges', {
    permission: 'request:read',
    readsPast: 'what changed is read once for all who listen, and the rule is evaluated for each of them',
    stream: async ({ user, until }, _req, res) => {
      const view = await visibility.of(user);
      live.admit(view);
      if (res.destroyed) return;
      const stream = eventStream(res);
      const leave = live.add({ view, stream });
      const left = Math.min(Math.max(until.getTime() - Date.now(), 0), MAX_TIMEOUT_MS);
      const warn = setTimeout(
        () => stream.send('ending', {}),
        Math.max(left - RECONNECT_WINDOW_MS, left / 2),
      );
      const end = setTimeout(stream.end, left);
      res.on('close', () => {
        clearTimeout(warn);
        clearTimeout(end);
        leave();
      });
    },
  }),
];
