import { Type } from '@sinclair/typebox';
import {
  AnnounceClosure,
  CalendarId,
  CalendarVersion,
  PublishCalendar,
  WorkingCalendar,
} from './calendar.ts';
import { Closed } from './common.ts';
import { operation } from './operation.ts';

const BY_ID = Closed({ id: CalendarId });
const REFUSALS = ['invalid-input', 'unknown-calendar', 'version-conflict', 'calendar-has-no-work'];

export const slaOperations = {
  readWorkingCalendar: operation({
    summary: 'Working time: the shifts of a week, Saturday first, and the days off',
    response: WorkingCalendar,
    problems: [],
  }),

  listWorkingCalendars: operation({
    summary: 'The working calendars as they hold now: of the country, and of provinces that have their own',
    response: Closed({ items: Type.Array(CalendarVersion) }),
    problems: [],
  }),

  listCalendarVersions: operation({
    summary: 'The versions of a working calendar, oldest first',
    params: BY_ID,
    response: Closed({ items: Type.Array(CalendarVersion) }),
    problems: ['invalid-input', 'unknown-calendar'],
    example: { params: { id: 'iran-office' } },
  }),

  publishCalendar: operation({
    summary: 'Publish a new version of a working calendar, or begin that of a province',
    description: 'Open clocks follow in the background: elapsed time stays, deadlines move.',
    params: BY_ID,
    body: PublishCalendar,
    response: CalendarVersion,
    status: 201,
    problems: REFUSALS,
    example: {
      params: { id: 'iran-office' },
      body: { expectedVersion: 0, province: 'tehran', holidays: ['2030-01-01'], note: 'آزمون' },
    },
  }),

  announceClosure: operation({
    summary: 'Announce a day, or hours of a day, on which nobody works',
    params: BY_ID,
    body: AnnounceClosure,
    response: CalendarVersion,
    status: 201,
    problems: REFUSALS,
    example: {
      params: { id: 'iran-office' },
      body: {
        expectedVersion: 1,
        closure: { date: '2030-01-01', from: '08:00', to: '12:00', reason: 'برف' },
      },
    },
  }),
};
