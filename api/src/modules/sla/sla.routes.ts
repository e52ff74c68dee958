import { defineRoute, type Route } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { CalendarVersion, WorkingCalendar } from '#common/contract/index.ts';
import { calendarsRepo, type CalendarVersion as Stored, COUNTRY_CALENDAR } from './calendars.repo.ts';
import type { CalendarsService } from './calendars.service.ts';
import { UnknownCalendar } from './sla.errors.ts';

/** Working time as data: what the screens need to show deadlines, and how it is changed. */
export function slaRoutes({ db, calendars }: { db: Db; calendars: CalendarsService }): Route[] {
  const repo = calendarsRepo(db);
  return [
    defineRoute('readWorkingCalendar', {
      permission: 'public',
      handle: async () => {
        const country = await repo.latest(COUNTRY_CALENDAR);
        if (!country) throw new Error(`The working calendar ${COUNTRY_CALENDAR} is missing`);
        return daysOff(country);
      },
    }),
    defineRoute('listWorkingCalendars', {
      permission: 'signed-in',
      handle: async () => ({ items: (await repo.all()).map(view) }),
    }),
    defineRoute('listCalendarVersions', {
      permission: 'signed-in',
      handle: async ({ params }) => {
        const versions = await repo.versions(params.id);
        if (versions.length === 0) throw new UnknownCalendar();
        return { items: versions.map(view) };
      },
    }),
    defineRoute('publishCalendar', {
      permission: 'calendar:manage',
      handle: async ({ params, body, ...call }) => view(await calendars.publish(params.id, body, call)),
    }),
    defineRoute('announceClosure', {
      permission: 'calendar:manage',
      handle: async ({ params, body, ...call }) => view(await calendars.announce(params.id, body, call)),
    }),
  ];
}

/** Screens treat every whole day off alike, whatever it is called. */
const daysOff = ({ zone, week, holidays, closures }: Stored): WorkingCalendar => ({
  zone,
  week: week.map((shifts) => shifts.map(([from, to]): [string, string] => [from, to])),
  holidays: [
    ...new Set([
      ...holidays,
      ...closures.filter(({ from, to }) => from === undefined && to === undefined).map(({ date }) => date),
    ]),
  ].sort(),
});

const view = (one: Stored): CalendarVersion => ({
  id: one.id,
  version: one.version,
  province: one.province,
  base: one.base,
  zone: one.zone,
  week: one.week.map((shifts) => shifts.map(([from, to]): [string, string] => [from, to])),
  holidays: [...one.holidays],
  closures: [...one.closures],
  validFrom: one.validFrom.toISOString(),
  createdAt: one.createdAt.toISOString(),
  createdBy: one.createdBy,
  note: one.note,
});
