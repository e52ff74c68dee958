import { WorkingCalendar } from '../../../contract/index.ts';
import { defineRoute, type AnyRoute } from '../../http/route.ts';
import type { Db } from '../../platform/db.ts';
import { memo } from '../../platform/memo.ts';

const CALENDAR = 'iran-office';
const CALENDAR_FOR_MS = 5 * 60_000;

/** What the screens need to say deadlines in working time. */
export function slaRoutes({ db }: { db: Db }): AnyRoute[] {
  const office = memo(
    () =>
      db('working_calendars')
        .select('zone', 'week', db.raw('holidays::text[] as holidays'))
        .where({ id: CALENDAR })
        .orderBy('version', 'desc')
        .first() as Promise<WorkingCalendar>,
    { forMs: CALENDAR_FOR_MS },
  );
  return [
    defineRoute({
      method: 'get',
      path: '/working-calendar',
      operationId: 'readWorkingCalendar',
      summary: 'Working time: the shifts of a week, Saturday first, and the days off',
      permission: 'public',
      response: WorkingCalendar,
      problems: [],
      handle: () => office(),
    }),
  ];
}
