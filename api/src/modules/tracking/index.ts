import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type { ClosingRulesProvider, RequestsService } from '../requests/index.ts';
import type { Identify } from './identify.ts';
import { trackingRoutes } from './tracking.routes.ts';
import { trackingService } from './tracking.service.ts';
import { trackingView } from './tracking.view.ts';

export { identifier, type Identify } from './identify.ts';
export { signedLinks, type SignedLinks } from './signed-links.ts';

type Deps = {
  db: Db;
  clock: Clock;
  requests: RequestsService;
  rules: ClosingRulesProvider;
  identify: Identify;
};

/** Tracking module: the page on which citizens follow their request. */
export function trackingModule({ db, clock, requests, rules, identify }: Deps): { routes: Route[] } {
  const view = trackingView({ db, clock, rules });
  const tracking = (prove: VerifySecondFactor) =>
    trackingService({ requests, view, identify: (by) => identify(by, prove) });
  return { routes: trackingRoutes({ tracking, view }) };
}
