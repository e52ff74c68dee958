import type { SlaCatalogue } from './sla-catalogue.ts';

/** Returns the first working moment from `at` on, by the calendar of a province or of the country. */
export async function nextWorkingMoment(
  slaCatalogue: SlaCatalogue,
  province: string | null,
  at: Date,
): Promise<Date> {
  const calendar = await slaCatalogue.calendarOf(province);
  const shiftsOf = await slaCatalogue.shiftsFor([calendar]);
  for (const { opens } of shiftsOf(calendar.calendar, calendar.version).after(at.getTime()))
    return new Date(Math.max(opens, at.getTime()));
  return at;
}
