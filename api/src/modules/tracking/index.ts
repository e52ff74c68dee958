import type { AnyRoute } from '../../http/route.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { RequestsService } from '../requests/index.ts';
import type { SignedLinks } from './signed-link.ts';
import { trackingRoutes } from './tracking.routes.ts';
import { trackingService } from './tracking.service.ts';
import { trackingView } from './tracking.view.ts';

export { signedLinks, type SignedLinks } from './signed-link.ts';

type Deps = { db: Db; clock: Clock; requests: RequestsService; links: SignedLinks };

/** The page on which citizens follow their request. */
export function trackingModule({ db, clock, requests, links }: Deps): { routes: AnyRoute[] } {
  const tracking = trackingService({ requests, view: trackingView({ db, clock }), links });
  return { routes: trackingRoutes({ tracking }) };
}
