import type { Route } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import type { RequestSla } from '#common/contract/index.ts';
import type { AuditLog } from '../audit/index.ts';
import { calendarsService } from './calendars.service.ts';
import { type ClockSweeper, clockSweeper } from './clock-sweeper.ts';
import { clockRecomputation } from './recompute-clocks.ts';
import { slaRoutes } from './sla.routes.ts';
import { type Sla, slaService } from './sla.service.ts';
import { requestSla } from './sla.view.ts';

export { transferStageClock } from './transfer-stage-clock.ts';
export { openSlaCatalogue, type SlaCatalogue } from './sla-catalogue.ts';
export type { CaseTarget, PauseReason, SlaClock, SlaTarget } from './arithmetic/sla-clock.ts';
export { takeDueSteps, type DueStep, type DueSteps } from './due-steps.ts';
export { clockSweeper, type ClockSweeper } from './clock-sweeper.ts';
export type { NewClock } from './arithmetic/new-clocks.ts';
export type { PolicyStep, SlaMode, SlaStep } from './arithmetic/sla-policy.ts';
export { requestClocks, type RequestClocks } from './request-clocks.ts';
export { slaService, type Sla } from './sla.service.ts';
export {
  CalendarWithoutWork,
  TimeOutOfReach,
  workingTime,
  type WorkingCalendar,
  type WorkingTime,
} from './arithmetic/working-time.ts';
export { nextWorkingMoment } from './next-working-moment.ts';

export type SlaModule = {
  routes: Route[];
  sla: Sla;
  jobs: { handlers: Record<string, JobHandler>; schedules: Schedule[] };
  clockSweeper: ClockSweeper;
  /** Returns the clocks of a request that the caller may see. */
  read(requestId: string): Promise<RequestSla>;
};

type Deps = {
  db: Db;
  /** Lookup pool, for reads while a transaction over `db` is open. */
  lookupDb: Db;
  clock: Clock;
  log: Log;
  audit: AuditLog;
};

/** SLA module: calendars, policies, and the clocks of requests and tasks. */
export function slaModule({ db, lookupDb, clock, log, audit }: Deps): SlaModule {
  const sla = slaService({ db: lookupDb });
  const { slaCatalogue } = sla;
  const { handlers, schedules } = clockRecomputation({ db, clock, slaCatalogue });
  return {
    routes: slaRoutes({ db, calendars: calendarsService({ db, clock, audit }) }),
    sla,
    jobs: { handlers, schedules },
    clockSweeper: clockSweeper({ db, clock, slaCatalogue, log }),
    read: (requestId) => requestSla({ db, clock, slaCatalogue }, requestId),
  };
}
