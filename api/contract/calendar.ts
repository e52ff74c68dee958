import { Type, type Static } from '@sinclair/typebox';
import { Closed } from './common.ts';

/** Working time as data: seven lists of [from, to] shifts in local time, Saturday first, and the days off. */
export const WorkingCalendar = Closed({
  zone: Type.String(),
  week: Type.Array(Type.Array(Type.Tuple([Type.String(), Type.String()])), { minItems: 7, maxItems: 7 }),
  holidays: Type.Array(Type.String({ format: 'date' })),
});
export type WorkingCalendar = Static<typeof WorkingCalendar>;
