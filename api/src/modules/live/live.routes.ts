import { defineRoute } from '../../http/route.ts';
import type { Visibility } from '../visibility/index.ts';
import { eventStream } from './event-stream.ts';
import type { LiveService } from './live.service.ts';

type Deps = { live: LiveService; visibility: Visibility };

/** setTimeout takes no more than this. */
const LONGEST_MS = 2 ** 31 - 1;

export const liveRoutes = ({ live, visibility }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/events',
    operationId: 'listenToChanges',
    summary: 'Server-sent events: which tasks, requests and notices changed, by id',
    description:
      'Events `tasks-changed` and `request-changed` name what the viewer may see; `notices-changed` tells that those of the viewer did. The stream ends when the token does; come back with a new one, and read again what is on the screen.',
    permission: 'request:read',
    problems: ['too-many-streams'],
    stream: async ({ user, until }, _req, res) => {
      const view = await visibility.of(user);
      live.admit(view);
      if (res.destroyed) return;
      const stream = eventStream(res);
      const leave = live.add({ view, stream });
      const end = setTimeout(stream.end, Math.min(Math.max(until.getTime() - Date.now(), 0), LONGEST_MS));
      res.on('close', () => {
        clearTimeout(end);
        leave();
      });
    },
  }),
];
