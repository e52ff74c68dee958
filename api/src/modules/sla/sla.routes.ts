import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import {
  AnnounceClosure,
  CalendarId,
  CalendarVersion,
  Closed,
  PublishCalendar,
  WorkingCalendar,
} from '#common/contract/index.ts';
import { calendarsRepo, type CalendarVersion as Stored, COUNTRY_CALENDAR } from './calendars.repo.ts';
import type { CalendarsService } from './calendars.service.ts';
import { UnknownCalendar } from './sla.errors.ts';

const BY_ID = Closed({ id: CalendarId });
const REFUSALS = ['invalid-input', 'unknown-calendar', 'changed-meanwhile', 'calendar-without-work'];

/** Working time as data: what the screens need to show deadlines, and how it is changed. */
export function slaRoutes({ db, calendars }: { db: Db; calendars: CalendarsService }): AnyRoute[] {
  const repo = calendarsRepo(db);
  return [
    defineRoute({
      method: 'get',
      path: '/working-calendar',
      operationId: 'readWorkingCalendar',
      summary: 'Working time: the shifts of a week, Saturday first, and the days off',
      permission: 'public',
      response: WorkingCalendar,
      problems: [],
      handle: async () => {
        const country = await repo.latest(COUNTRY_CALENDAR);
        if (!country) throw new Error(`The working calendar ${COUNTRY_CALENDAR} is missing`);
        return daysOff(country);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/working-calendars',
      operationId: 'listWorkingCalendars',
      summary: 'The working calendars as they hold now: of the country, and of provinces that have their own',
      permission: 'signed-in',
      response: Closed({ items: Type.Array(CalendarVersion) }),
      problems: [],
      handle: async () => ({ items: (await repo.all()).map(view) }),
    }),
    defineRoute({
      method: 'get',
      path: '/working-calendars/:id/versions',
      operationId: 'listCalendarVersions',
      summary: 'The versions of a working calendar, oldest first',
      permission: 'signed-in',
      params: BY_ID,
      response: Closed({ items: Type.Array(CalendarVersion) }),
      problems: ['invalid-input', 'unknown-calendar'],
      handle: async ({ params }) => {
        const versions = await repo.versions(params.id);
        if (versions.length === 0) throw new UnknownCalendar();
        return { items: versions.map(view) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/working-calendars/:id/versions',
      operationId: 'publishCalendar',
      summary: 'Publish a new version of a working calendar, or begin that of a province',
      description: 'Open clocks follow in the background: elapsed time stays, deadlines move.',
      permission: 'calendar:manage',
      params: BY_ID,
      body: PublishCalendar,
      response: CalendarVersion,
      status: 201,
      problems: REFUSALS,
      handle: async ({ params, body, ...call }) => view(await calendars.publish(params.id, body, call)),
    }),
    defineRoute({
      method: 'post',
      path: '/working-calendars/:id/closures',
      operationId: 'announceClosure',
      summary: 'Announce a day, or hours of a day, on which nobody works',
      permission: 'calendar:manage',
      params: BY_ID,
      body: AnnounceClosure,
      response: CalendarVersion,
      status: 201,
      problems: REFUSALS,
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
