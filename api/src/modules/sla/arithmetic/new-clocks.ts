import type { CalendarRef } from '../calendars.repo.ts';
import { scheduleClock } from './clock-schedule.ts';
import type { Segment, SlaClock, SlaTarget } from './sla-clock.ts';
import { amountOf, type ServiceTimes, type SlaPolicy, type TargetAmount } from './sla-policy.ts';
import type { WorkingTime } from './working-time.ts';

/** A clock as it is first written. */
export type NewClock = {
  target: SlaTarget;
  policy: number;
  calendar: string;
  calendar_version: number;
  amount: number;
  unit: SlaClock['unit'];
  started_at: Date;
  segments: readonly Segment[];
  state: SlaClock['state'];
  due_at: Date;
  met_at: Date | null;
  net_minutes: number;
  next_step: string | null;
  next_step_at: Date | null;
};

export type ClockStart = { at: Date; policy: SlaPolicy; calendar: CalendarRef; time: WorkingTime };

/** Creates a clock that begins to run, or one that is already met because its request was over before it came
 *  in: such a clock has no steps. */
export function newClock(
  target: SlaTarget,
  { amount, unit }: TargetAmount,
  { at, policy, calendar, time }: ClockStart,
  metAt: Date | null = null,
): NewClock {
  const segment: Segment = {
    from: at,
    to: metAt,
    state: 'running',
    calendar: calendar.calendar,
    calendarVersion: calendar.version,
  };
  const begun: SlaClock = {
    id: '',
    requestId: '',
    target,
    taskKey: null,
    round: 1,
    policy: policy.id,
    calendar: calendar.calendar,
    calendarVersion: calendar.version,
    amount,
    unit,
    startedAt: at,
    segments: [{ ...segment, to: null }],
    openPauses: [],
    state: 'running',
    dueAt: at,
    metAt: null,
    stopReason: null,
    capAt: null,
    netMinutes: 0,
    pausedMinutes: 0,
    fired: 0,
    nextStep: null,
    nextStepAt: null,
    version: 1,
  };
  const planned = scheduleClock(begun, policy.ladder, time);
  return {
    target,
    policy: policy.id,
    calendar: calendar.calendar,
    calendar_version: calendar.version,
    amount,
    unit,
    started_at: at,
    segments: [segment],
    state: metAt ? 'met' : 'running',
    due_at: planned.dueAt,
    met_at: metAt,
    net_minutes: metAt ? time.minutesBetween(at, metAt) : 0,
    next_step: metAt ? null : planned.nextStep,
    next_step_at: metAt ? null : planned.nextStepAt,
  };
}

export const CASE_TARGETS = ['acknowledge', 'first-reply', 'resolve'] as const;

/** Creates the clocks of a new request. For a request that was over before it came in only the time to
 *  resolve is known. */
export function newCaseClocks(
  service: ServiceTimes,
  beginning: ClockStart,
  closedAt: Date | null = null,
): NewClock[] {
  const targets = closedAt ? (['resolve'] as const) : CASE_TARGETS;
  return targets.flatMap((target) => {
    const amount = amountOf(beginning.policy, target, service);
    return amount ? [newClock(target, amount, beginning, closedAt)] : [];
  });
}
