import { defineProblem } from '#api/http/problems.ts';

export { VersionConflict, InvalidInput } from '#api/http/http.errors.ts';

export class UnknownCalendar extends defineProblem({
  code: 'unknown-calendar',
  status: 404,
  title: 'There is no such working calendar',
}) {}

export class CalendarHasNoWork extends defineProblem({
  code: 'calendar-without-work',
  status: 422,
  title: 'By this calendar nobody would ever work',
}) {}
