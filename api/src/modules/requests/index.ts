import type { AnyRoute } from '../../http/route.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Notifier } from '../notifications/index.ts';
import type { Forms } from '../forms/index.ts';
import type { Catalogue } from '../services/index.ts';
import type { Sla } from '../sla/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { requestRoutes } from './requests.routes.ts';
import { requestsService, type RequestsService } from './requests.service.ts';
import { requestsView } from './requests.view.ts';

export { MOST_REOPENINGS } from './citizen-steps.ts';
export type { Filing } from './filing.ts';
export { requestHistory, type RequestHistory } from './request-history.ts';
export type { RequestSteps, StepResult } from './request-steps.ts';
export { InvalidInput, RequestNotFound, StepNotLegal } from './requests.errors.ts';
export { requestsService, type Registration, type RequestsService } from './requests.service.ts';
export { isTrackingCode, newTrackingCode, readTrackingCode } from './tracking-code.ts';

export type RequestsModule = { routes: AnyRoute[]; service: RequestsService };

type Deps = {
  db: Db;
  clock: Clock;
  catalogue: Catalogue;
  forms: Forms;
  sla: Sla;
  notifier: Notifier;
  visibility: Visibility;
};

/** Requests: their intake, the steps of their life, and what staff read of them. */
export function requestsModule({ visibility, ...deps }: Deps): RequestsModule {
  const service = requestsService(deps);
  return {
    routes: requestRoutes({ requests: service, view: requestsView({ db: deps.db }), visibility }),
    service,
  };
}
