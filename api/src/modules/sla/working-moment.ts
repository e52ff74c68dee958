import type { SlaBook } from './book.ts';

/** The first working moment from `at` on, by the calendar of a province, or by that of the country. */
export async function workingMoment(book: SlaBook, province: string | null, at: Date): Promise<Date> {
  const calendar = await book.calendarOf(province);
  const shiftsOf = await book.shifts([calendar]);
  for (const { opens } of shiftsOf(calendar.calendar, calendar.version).after(at.getTime()))
    return new Date(Math.max(opens, at.getTime()));
  return at;
}
