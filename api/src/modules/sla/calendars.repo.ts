import type { Db } from '#api/platform/db.ts';
import type { CalendarTakeover } from './arithmetic/clock-transitions.ts';
import type { Closure, WorkingCalendar } from './arithmetic/working-time.ts';

/** Calendar of every province without one of its own. */
export const COUNTRY_CALENDAR = 'iran-office';

export type CalendarRef = { calendar: string; version: number };

type CurrentCalendar = { id: string; version: number; province: string | null };

/** Returns a province's own calendar, or the country's. */
export function calendarFor(province: string | null, current: readonly CurrentCalendar[]): CalendarRef {
  const own = province === null ? undefined : current.find((one) => one.province === province);
  const found = own ?? current.find(({ id }) => id === COUNTRY_CALENDAR);
  if (!found) throw new Error(`The working calendar ${COUNTRY_CALENDAR} is missing`);
  return { calendar: found.id, version: found.version };
}

/** Overrides of a province's calendar over its base: a week of its own, more days off, more closures. */
export type CalendarOverrides = { week?: WorkingCalendar['week']; holidays?: string[]; closures?: Closure[] };

/** Version of a calendar. It holds from `validFrom` on and never changes. */
export type CalendarVersion = WorkingCalendar & {
  id: string;
  version: number;
  province: string | null;
  base: string | null;
  closures: readonly Closure[];
  own: CalendarOverrides;
  validFrom: Date;
  createdAt: Date;
  createdBy: string | null;
  note: string | null;
};

type Row = Omit<CalendarVersion, 'validFrom' | 'createdAt' | 'createdBy'> & {
  valid_from: Date;
  created_at: Date;
  created_by: string | null;
};

const COLUMNS = `id, version, province, base, zone, week, holidays::text[] as holidays, closures, own, valid_from, created_at,
  created_by, note`;

/** Reads and adds versions of calendars. */
export const calendarsRepo = (db: Db) => ({
  /** Returns the current version of each calendar and its province. */
  async current(): Promise<CurrentCalendar[]> {
    return db('working_calendars')
      .distinctOn('id')
      .select('id', 'version', 'province')
      .orderBy([{ column: 'id' }, { column: 'version', order: 'desc' }]);
  },

  async version(id: string, version: number): Promise<CalendarVersion | undefined> {
    const row = await db('working_calendars').select(db.raw(COLUMNS)).where({ id, version }).first<Row>();
    return row && calendarVersion(row);
  },

  async latest(id: string): Promise<CalendarVersion | undefined> {
    const row = await db('working_calendars')
      .select(db.raw(COLUMNS))
      .where({ id })
      .orderBy('version', 'desc')
      .first<Row>();
    return row && calendarVersion(row);
  },

  /** Returns the versions of one calendar newer than `after`, oldest first. */
  async versions(id: string, after = 0): Promise<CalendarVersion[]> {
    const rows = await db('working_calendars')
      .select(db.raw(COLUMNS))
      .where({ id })
      .where('version', '>', after)
      .orderBy('version');
    return (rows as Row[]).map(calendarVersion);
  },

  async takeoversAfter(id: string, version: number): Promise<CalendarTakeover[]> {
    return db('working_calendars')
      .select('id as calendar', 'version', 'valid_from as from')
      .where({ id })
      .where('version', '>', version)
      .orderBy('version');
  },

  /** Returns the newest version of every calendar based on this one. */
  async basedOn(base: string): Promise<CalendarVersion[]> {
    const rows = await db('working_calendars')
      .distinctOn('id')
      .select(db.raw(COLUMNS))
      .where({ base })
      .orderBy([{ column: 'id' }, { column: 'version', order: 'desc' }]);
    return (rows as Row[]).map(calendarVersion);
  },

  async isProvince(code: string): Promise<boolean> {
    return (await db('provinces').select('code').where({ code }).first()) !== undefined;
  },

  /** Returns the newest version of every calendar. */
  async all(): Promise<CalendarVersion[]> {
    const rows = await db('working_calendars')
      .distinctOn('id')
      .select(db.raw(COLUMNS))
      .orderBy([{ column: 'id' }, { column: 'version', order: 'desc' }]);
    return (rows as Row[]).map(calendarVersion);
  },

  /** Makes publications wait for each other. */
  async lockForPublication(): Promise<void> {
    await db.raw('lock table working_calendars in share row exclusive mode');
  },

  async add(one: CalendarVersion): Promise<void> {
    await db('working_calendars').insert({
      id: one.id,
      version: one.version,
      province: one.province,
      base: one.base,
      zone: one.zone,
      week: JSON.stringify(one.week),
      holidays: [...one.holidays],
      closures: JSON.stringify(one.closures),
      own: JSON.stringify(one.own),
      valid_from: one.validFrom,
      created_at: one.createdAt,
      created_by: one.createdBy,
      note: one.note,
    });
  },
});

const calendarVersion = ({ valid_from, created_at, created_by, ...row }: Row): CalendarVersion => ({
  ...row,
  validFrom: valid_from,
  createdAt: created_at,
  createdBy: created_by,
});
