import { defineProblem } from '#api/platform/problems.ts';

export class UnknownCalendar extends defineProblem({
  code: 'unknown-calendar',
  status: 404,
  title: 'There is no such working calendar',
}) {}

export class CalendarHasNoWork extends defineProblem({
  code: 'calendar-has-no-work',
  status: 422,
  title: 'By this calendar nobody would ever work',
}) {}
