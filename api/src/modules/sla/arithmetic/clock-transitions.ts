import { beginSegment, endLastSegment, isOpen, later, type Segment, type SlaClock } from './sla-clock.ts';
import type { TargetAmount } from './sla-policy.ts';

/** The promise is kept at `at`; what comes after does not count. A promise that was kept stays as it was kept. */
export const meet = (clock: SlaClock, at: Date): SlaClock => {
  if (!isOpen(clock)) return clock;
  const ended = endLastSegment(clock, at);
  return { ...ended, state: 'met', openPauses: [], metAt: later(at, clock.startedAt) };
};

/** Nothing is promised any more. */
export const stop = (clock: SlaClock, at: Date, reason: string): SlaClock =>
  isOpen(clock)
    ? { ...endLastSegment(clock, at), state: 'stopped', openPauses: [], stopReason: reason }
    : clock;

/** A clock that was over runs on with the time that had elapsed; the time between counts neither as work nor as a pause. */
export function reopen(clock: SlaClock, at: Date): SlaClock {
  if (isOpen(clock)) return clock;
  return {
    ...beginSegment(clock, later(at, clock.segments.at(-1)?.to ?? at), { state: 'running' }),
    state: 'running',
    metAt: null,
    stopReason: null,
  };
}

/** Another time is promised from now on; elapsed time and pauses stay. */
export const retarget = (
  clock: SlaClock,
  policy: number,
  { amount, unit }: TargetAmount,
  fired: number,
): SlaClock => ({
  ...clock,
  policy,
  amount,
  unit,
  fired,
});

/** A version of a calendar and since when it holds. */
export type CalendarTakeover = { calendar: string; version: number; from: Date };

/** Versions of a calendar take over one after the other, each from its moment on; what was before stays as it was counted. Of
 *  the clock's own calendar only its own segments follow: others belong to the time before a move. */
export const changeCalendar = (clock: SlaClock, takeovers: readonly CalendarTakeover[]): SlaClock =>
  takeovers.reduce((held, { calendar, version, from }) => {
    const own = held.calendar === calendar;
    const under = (segment: Segment): Segment => ({ ...segment, calendar, calendarVersion: version });
    const segments = held.segments.flatMap((segment): Segment[] => {
      if ((own && segment.calendar !== calendar) || (segment.to !== null && segment.to <= from))
        return [segment];
      if (segment.from >= from) return [under(segment)];
      return [
        { ...segment, to: from },
        { ...under(segment), from },
      ];
    });
    return { ...held, calendar, calendarVersion: version, segments };
  }, clock);
