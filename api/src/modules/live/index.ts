import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import type { Log } from '#api/platform/log.ts';
import type { Visibility } from '../visibility/index.ts';
import { changedFacts } from './changed-facts.repo.ts';
import { liveRoutes } from './live.routes.ts';
import { liveService } from './live.service.ts';

type Deps = {
  db: Db;
  hub: Pick<EventHub, 'subscribe'>;
  log: Log;
  visibility: Visibility;
  confidentialServices: () => Promise<ReadonlySet<string>>;
};

/** Live updates of the screens. */
export function liveModule({ db, hub, log, visibility, confidentialServices }: Deps) {
  const live = liveService({ hub, log, facts: changedFacts(db, confidentialServices) });
  return { routes: liveRoutes({ live, visibility }), count: live.count, close: live.close };
}
