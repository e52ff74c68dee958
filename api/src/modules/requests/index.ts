import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type { TrackRequest } from '#common/contract/index.ts';
import type { RequestDiagram, RequestSla } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Forms } from '../forms/index.ts';
import type { Notifier } from '../notifications/index.ts';
import type { Routing } from '../services/index.ts';
import type { ServiceCatalogue } from '../services/index.ts';
import type { Sla } from '../sla/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { requestRoutes } from './requests.routes.ts';
import { type RequestsService, requestsService } from './requests.service.ts';
import { requestsView } from './requests.view.ts';
import type { ClosingRulesProvider } from './rights/closing-rules.ts';

export { citizenRights } from './rights/citizen-rights.ts';
export { outcomeCheck, type OutcomeCheck } from './lifecycle/outcome-check.ts';
export { closingRulesProvider, type ClosingRulesProvider } from './rights/closing-rules.ts';
export type { Filing } from './intake/filing.ts';
export { requestHistory, type RequestHistory } from './request-history.ts';
export { pastRequests, type PastRequestFacts, type PastRequest, type PastRequests } from './past-requests.ts';
export { barredOfficers } from './rights/barred-officers.ts';
export { citizenRightsInput, type RightsRow } from './rights/rights-input.ts';
export type { StepVariables, StepResult, StepCompletion } from './lifecycle/run-step.ts';
export { RequestNotFound, StepNotLegal } from './requests.errors.ts';
export { requestsService, type Registration, type RequestsService } from './requests.service.ts';
export { newTrackingCode } from './intake/tracking-code.ts';

export type RequestsModule = { routes: Route[]; service: RequestsService };

type Deps = {
  db: Db;
  clock: Clock;
  catalogue: ServiceCatalogue;
  forms: Forms;
  sla: Sla;
  notifier: Notifier;
  routing: Routing;
  visibility: Visibility;
  rules: ClosingRulesProvider;
  /** Returns the id of the earlier request that a citizen has proved to be theirs. */
  identify: (by: TrackRequest, prove: VerifySecondFactor) => Promise<string>;
  readSla: (requestId: string) => Promise<RequestSla>;
  /** Reads where a request stands in its processes. */
  readDiagram: (requestId: string) => Promise<RequestDiagram>;
  audit: AuditLog;
};

/** Request module: intake, lifecycle steps, and what staff read of requests. */
export function requestsModule({
  visibility,
  identify,
  readSla,
  readDiagram,
  audit,
  ...deps
}: Deps): RequestsModule {
  const service = requestsService(deps);
  const view = requestsView({ db: deps.db, routing: deps.routing });
  return {
    routes: requestRoutes({ requests: service, view, visibility, identify, readSla, readDiagram, audit }),
    service,
  };
}
