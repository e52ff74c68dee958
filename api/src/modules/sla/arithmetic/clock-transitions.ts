import { beginSegment, endLastSegment, isOpen, later, type Segment, type SlaClock } from './sla-clock.ts';
import type { TargetAmount } from './sla-policy.ts';

/** Meets the target at `at`; later time does not count. A target that was met keeps its time. */
export const meet = (clock: SlaClock, at: Date): SlaClock => {
  if (!isOpen(clock)) return clock;
  const ended = endLastSegment(clock, at);
  return { ...ended, state: 'met', openPauses: [], metAt: later(at, clock.startedAt) };
};

/** Stops a clock: nothing is promised any more. */
export const stop = (clock: SlaClock, at: Date, reason: string): SlaClock =>
  isOpen(clock)
    ? { ...endLastSegment(clock, at), state: 'stopped', openPauses: [], stopReason: reason }
    : clock;

/** Reopens a clock that was over. It keeps its elapsed time; the time in between counts neither as work nor
 *  as a pause. */
export function reopen(clock: SlaClock, at: Date): SlaClock {
  if (isOpen(clock)) return clock;
  return {
    ...beginSegment(clock, later(at, clock.segments.at(-1)?.to ?? at), { state: 'running' }),
    state: 'running',
    metAt: null,
    stopReason: null,
  };
}

/** Sets another target from now on; elapsed time and pauses stay. */
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

/** Version of a calendar and the time from which it holds. */
export type CalendarTakeover = { calendar: string; version: number; from: Date };

/** Applies versions of a calendar in order, each from its time on; earlier time stays as it was counted. A
 *  new version of the clock's own calendar affects only the segments under that calendar: the others date
 *  from before a move to another province. */
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
