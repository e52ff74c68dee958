import type { WorkingCalendar } from '#common/contract/calendar.ts';
import { workingDayMinutes, workingMinutes } from './working-time.ts';

export type DeadlineTone = 'calm' | 'attention' | 'late' | 'paused' | 'done';

export type DeadlineText = {
  tone: DeadlineTone;
  /** Key of the message in the `words` texts; `count` is its number. */
  key: 'daysLeft' | 'hoursLeft' | 'underAnHour' | 'daysLate' | 'hoursLate' | 'justLate' | 'paused' | 'done';
  count: number;
};

export type DeadlineInput = {
  dueAt: Date;
  now: Date;
  /** Start of the period; without it the remaining share is unknown. */
  startedAt?: Date | undefined;
  paused?: boolean;
  done?: boolean;
  calendar: WorkingCalendar;
};

/** Share of the whole period below which a deadline needs attention. */
const ATTENTION_SHARE = 0.2;

/** Describes in working time how much is left, or how late it is. */
export function describeDeadline(facts: DeadlineInput): DeadlineText {
  const { dueAt, now, startedAt, calendar } = facts;
  if (facts.done) return { tone: 'done', key: 'done', count: 0 };
  if (facts.paused) return { tone: 'paused', key: 'paused', count: 0 };
  const holidays = new Set(calendar.holidays);
  const day = workingDayMinutes(calendar);
  if (now > dueAt) {
    const late = workingMinutes(dueAt, now, calendar, holidays);
    if (late >= day) return { tone: 'late', key: 'daysLate', count: Math.floor(late / day) };
    return late >= 60
      ? { tone: 'late', key: 'hoursLate', count: Math.floor(late / 60) }
      : { tone: 'late', key: 'justLate', count: 0 };
  }
  const left = workingMinutes(now, dueAt, calendar, holidays);
  const whole = startedAt ? workingMinutes(startedAt, dueAt, calendar, holidays) : 0;
  const tone = left === 0 || (whole > 0 && left < whole * ATTENTION_SHARE) ? 'attention' : 'calm';
  if (left >= day) return { tone, key: 'daysLeft', count: Math.floor(left / day) };
  return left >= 60
    ? { tone, key: 'hoursLeft', count: Math.floor(left / 60) }
    : { tone, key: 'underAnHour', count: 0 };
}
