import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, Slug, Timestamp } from './common.ts';

/** Working time as data: seven lists of [from, to] shifts in local time, Saturday first, and the days off. */
export const WorkingCalendar = Closed({
  zone: Type.String(),
  week: Type.Array(Type.Array(Type.Tuple([Type.String(), Type.String()])), { minItems: 7, maxItems: 7 }),
  holidays: Type.Array(Type.String({ format: 'date' })),
});
export type WorkingCalendar = Static<typeof WorkingCalendar>;

const Day = Type.String({ format: 'date' });
const HourOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$' });
export const CalendarId = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 });

/** Shifts of seven days, Saturday first. */
export const WorkingWeek = Type.Array(Type.Array(Type.Tuple([HourOfDay, HourOfDay]), { maxItems: 6 }), {
  minItems: 7,
  maxItems: 7,
});

/** A day off, or the hours of it from `from` up to `to`, with its reason. */
export const Closure = Closed({
  date: Day,
  from: Type.Optional(HourOfDay),
  to: Type.Optional(HourOfDay),
  reason: Type.String({ minLength: 2, maxLength: 200 }),
});
export type Closure = Static<typeof Closure>;

/** A version of a working calendar, in force since `validFrom`. For a province it is the complete calendar,
 *  its base included. */
export const CalendarVersion = Closed({
  id: CalendarId,
  version: Type.Integer(),
  province: Nullable(Slug),
  base: Nullable(CalendarId),
  zone: Type.String(),
  week: WorkingWeek,
  holidays: Type.Array(Day),
  closures: Type.Array(Closure),
  validFrom: Timestamp,
  createdAt: Timestamp,
  createdBy: Nullable(Type.String()),
  note: Nullable(Type.String()),
});
export type CalendarVersion = Static<typeof CalendarVersion>;

/** A new version. Anything left out stays as it is; in a province's calendar it follows the country's. */
export const PublishCalendar = Closed({
  expectedVersion: Type.Integer({
    minimum: 0,
    description: 'The version that you looked at; 0 begins the calendar of a province',
  }),
  province: Type.Optional({ ...Slug, description: 'Whose calendar it is; needed to begin one' }),
  week: Type.Optional(WorkingWeek),
  holidays: Type.Optional(
    Type.Array(Day, {
      maxItems: 2000,
      description: "All of them; of a province, those beyond the country's",
    }),
  ),
  validFrom: Type.Optional({
    ...Timestamp,
    description: 'From when on time is counted by it, not ahead; now, unless given',
  }),
  note: Type.Optional(Type.String({ maxLength: 500 })),
});
export type PublishCalendar = Static<typeof PublishCalendar>;

export const AnnounceClosure = Closed({ expectedVersion: Type.Integer({ minimum: 1 }), closure: Closure });
export type AnnounceClosure = Static<typeof AnnounceClosure>;
