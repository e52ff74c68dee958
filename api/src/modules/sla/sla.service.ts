import type { Db } from '../../platform/db.ts';
import { memo } from '../../platform/memo.ts';
import { workingTime, type WorkingCalendar, type WorkingTime } from './working-time.ts';

/** The calendar of every service for now; provinces get their own later. */
const CALENDAR = 'iran-office';
const CALENDAR_FOR_MS = 5 * 60_000;

export type SlaTargets = { acknowledgeWorkingHours: number; resolveWorkingDays: number };
export type Deadlines = { calendar: string; acknowledgeBy: Date; resolveBy: Date };
export type Sla = { deadlines(targets: SlaTargets, since: Date): Promise<Deadlines> };

/** Says by when a request must be acknowledged and resolved, in working time. */
export function slaService({ db }: { db: Db }): Sla {
  const office = memo(() => readCalendar(db, CALENDAR), { forMs: CALENDAR_FOR_MS });
  return {
    async deadlines({ acknowledgeWorkingHours, resolveWorkingDays }, since) {
      const time = await office();
      return {
        calendar: CALENDAR,
        acknowledgeBy: time.addMinutes(since, acknowledgeWorkingHours * 60),
        resolveBy: time.addDays(since, resolveWorkingDays),
      };
    },
  };
}

async function readCalendar(db: Db, id: string): Promise<WorkingTime> {
  const row = await db('working_calendars')
    .select('zone', 'week', db.raw('holidays::text[] as holidays'))
    .where({ id })
    .first<WorkingCalendar>();
  if (!row) throw new Error(`The working calendar ${id} is missing`);
  return workingTime(row);
}
