import type { Db } from '#api/platform/db.ts';
import type { Priority } from '#common/contract/index.ts';
import { newCaseClocks, type NewClock } from './arithmetic/new-clocks.ts';
import { workingTimeOf } from './arithmetic/working-time.ts';
import { openSlaCatalogue, type SlaCatalogue } from './sla-catalogue.ts';

/** Request as it comes in. `closedAt` is set for one that was over before it came in. */
export type Arrival = {
  service: string;
  priority: Priority;
  province: string | null;
  at: Date;
  closedAt: Date | null;
};

export type Sla = {
  slaCatalogue: SlaCatalogue;
  /** Returns the due date of a request, and the clocks that intake writes with it. */
  deadlinesFor(arrival: Arrival): Promise<{ dueAt: Date; clocks: NewClock[] }>;
};

/** Working days after which a request of a service without a time to resolve is due. */
const DEFAULT_RESOLVE_DAYS = 30;

/** Computes by when a request must be acknowledged, replied to and resolved, in working time. */
export function slaService({ db }: { db: Db }): Sla {
  const slaCatalogue = openSlaCatalogue(db);
  return {
    slaCatalogue,
    async deadlinesFor({ service, priority, province, at, closedAt }) {
      const [policy, times, calendar] = await Promise.all([
        slaCatalogue.policyOf(service, priority, at),
        slaCatalogue.serviceTimesOf(service),
        slaCatalogue.calendarOf(province),
      ]);
      const shiftsOf = await slaCatalogue.shiftsFor([calendar]);
      const time = workingTimeOf(shiftsOf(calendar.calendar, calendar.version));
      const clocks = newCaseClocks(times, { at, policy, calendar, time }, closedAt);
      const resolve = clocks.find(({ target }) => target === 'resolve');
      const dueAt = resolve?.due_at ?? time.addDays(at, DEFAULT_RESOLVE_DAYS);
      return { dueAt, clocks };
    },
  };
}
