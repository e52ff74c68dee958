import type { Priority } from '#common/contract/index.ts';
import type { Db } from '#api/platform/db.ts';
import { openSlaBook, type SlaBook } from './book.ts';
import { caseClocks, type NewClock } from './new-clocks.ts';
import { workingTimeOf } from './working-time.ts';

/** A request as it comes in. `closedAt` is set for one that was over before it came. */
export type Arrival = {
  service: string;
  priority: Priority;
  province: string | null;
  at: Date;
  closedAt: Date | null;
};

export type Sla = {
  book: SlaBook;
  /** What is promised to a request, and the clocks that intake writes with it. */
  promise(arrival: Arrival): Promise<{ dueAt: Date; clocks: NewClock[] }>;
};

/** A service without a time to resolve still names a day by which its requests are looked at. */
const DAYS_WITHOUT_PROMISE = 30;

/** Says by when a request must be acknowledged, replied to and resolved, in working time. */
export function slaService({ db }: { db: Db }): Sla {
  const book = openSlaBook(db);
  return {
    book,
    async promise({ service, priority, province, at, closedAt }) {
      const [policy, times, calendar] = await Promise.all([
        book.policyOf(service, priority, at),
        book.timesOf(service),
        book.calendarOf(province),
      ]);
      const shiftsOf = await book.shifts([calendar]);
      const time = workingTimeOf(shiftsOf(calendar.calendar, calendar.version));
      const clocks = caseClocks(times, { at, policy, calendar, time }, closedAt);
      const resolve = clocks.find(({ target }) => target === 'resolve');
      const dueAt = resolve?.due_at ?? time.addDays(at, DAYS_WITHOUT_PROMISE);
      return { dueAt, clocks };
    },
  };
}
