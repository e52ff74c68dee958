import type { RequestSla } from '#common/contract/index.ts';
import type { AnyRoute } from '#api/http/route.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { JobHandler, Schedule } from '#api/platform/jobs.ts';
import type { Log } from '#api/platform/log.ts';
import type { AuditLog } from '../audit/index.ts';
import { calendarsService } from './calendars.service.ts';
import { slaKeeper, type SlaKeeper } from './keeper.ts';
import { recomputing } from './recompute.ts';
import { slaRoutes } from './sla.routes.ts';
import { slaService, type Sla } from './sla.service.ts';
import { requestSla } from './sla.view.ts';

export { carryStage } from './carry-stage.ts';
export { openSlaBook, type SlaBook } from './book.ts';
export type { CaseTarget, PauseReason, SlaClock, Target } from './clock.ts';
export { takeDueSteps, type DueStep, type DueSteps } from './due-steps.ts';
export { slaKeeper, type SlaKeeper } from './keeper.ts';
export type { NewClock } from './new-clocks.ts';
export type { LadderStep, SlaMode, SlaStep } from './sla-policy.ts';
export { slaClock, type SlaClocks } from './sla-clock.ts';
export { slaService, type Sla } from './sla.service.ts';
export {
  CalendarWithoutWork,
  TimeOutOfReach,
  workingTime,
  type WorkingCalendar,
  type WorkingTime,
} from './working-time.ts';
export { workingMoment } from './working-moment.ts';

export type SlaModule = {
  routes: AnyRoute[];
  sla: Sla;
  jobs: { handlers: Record<string, JobHandler>; schedules: Schedule[] };
  keeper: SlaKeeper;
  /** The clocks of a request that the caller may see. */
  read(requestId: string): Promise<RequestSla>;
};

type Deps = {
  db: Db;
  /** For what is looked up while a transaction over `db` is open. */
  aside: Db;
  clock: Clock;
  log: Log;
  audit: AuditLog;
};

/** The SLA clock: calendars, policies, and the clocks of requests and tasks. */
export function slaModule({ db, aside, clock, log, audit }: Deps): SlaModule {
  const sla = slaService({ db: aside });
  const { book } = sla;
  const { handlers, schedules } = recomputing({ db, clock, book });
  return {
    routes: slaRoutes({ db, calendars: calendarsService({ db, clock, audit }) }),
    sla,
    jobs: { handlers, schedules },
    keeper: slaKeeper({ db, clock, book, log }),
    read: (requestId) => requestSla({ db, clock, book }, requestId),
  };
}
