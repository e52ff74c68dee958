import { scheduleClock } from '#api/modules/sla/arithmetic/clock-schedule.ts';
import { workingTimeOfClock } from '#api/modules/sla/arithmetic/elapsed-time.ts';
import { newClock } from '#api/modules/sla/arithmetic/new-clocks.ts';
import { endCappedPauses } from '#api/modules/sla/arithmetic/pause.ts';
import type { SlaClock, SlaTarget } from '#api/modules/sla/arithmetic/sla-clock.ts';
import type { PolicyStep, SlaPolicy, TargetAmount } from '#api/modules/sla/arithmetic/sla-policy.ts';
import {
  shiftsOf,
  type WorkingCalendar,
  type WorkingTime,
  workingTimeOf,
} from '#api/modules/sla/arithmetic/working-time.ts';

/** Saturday to Wednesday, 7:30 to 14:30 in Tehran. */
export const OFFICE_CALENDAR: WorkingCalendar = {
  zone: 'Asia/Tehran',
  week: [...Array.from({ length: 5 }, () => [['07:30', '14:30'] as const]), [], []],
  holidays: [],
};

export const POLICY_STEPS: PolicyStep[] = [
  { percent: 50, step: 'remind', mode: 'notify' },
  { percent: 80, step: 'warn', mode: 'notify' },
  { percent: 100, step: 'level-1', mode: 'transfer' },
  { percent: 125, step: 'level-2', mode: 'transfer' },
  { percent: 150, step: 'level-3', mode: 'digest' },
];

const POLICY: SlaPolicy = {
  id: 1,
  service: null,
  priority: 'normal',
  version: 1,
  validFrom: new Date(0),
  targets: {},
  pause: { onceDays: 10, totalDays: 20 },
  ladder: POLICY_STEPS,
};

/** A calendar's versions, and the clocks that live by them as the service makes them live. */
export function aClockFixture(
  calendars: ReadonlyMap<string, WorkingCalendar> = new Map([['office/1', OFFICE_CALENDAR]]),
) {
  const known = new Map([...calendars].map(([key, calendar]) => [key, shiftsOf(calendar)]));
  const shifts = (calendar: string, version: number) => {
    const found = known.get(`${calendar}/${version}`);
    if (!found) throw new Error(`no ${calendar}/${version}`);
    return found;
  };
  const time = (clock: SlaClock): WorkingTime => workingTimeOfClock(clock, shifts);
  return {
    time,

    start(
      at: Date,
      amount: TargetAmount,
      target: SlaTarget = 'resolve',
      under = { calendar: 'office', version: 1 },
    ): SlaClock {
      const { calendar, version } = under;
      const beginning = {
        at,
        policy: POLICY,
        calendar: under,
        time: workingTimeOf(shifts(calendar, version)),
      };
      const { started_at, due_at, next_step_at, next_step, ...row } = newClock(target, amount, beginning);
      return {
        ...row,
        id: '1',
        requestId: '',
        taskKey: null,
        round: 1,
        calendar,
        calendarVersion: version,
        startedAt: started_at,
        openPauses: [],
        dueAt: due_at,
        metAt: null,
        stopReason: null,
        capAt: null,
        netMinutes: 0,
        pausedMinutes: 0,
        fired: 0,
        nextStep: next_step,
        nextStepAt: next_step_at,
        version: 1,
      };
    },

    /** What the service does at `at`: pauses that are over end, then the step, then everything is planned
     *  anew. */
    step(clock: SlaClock, at: Date, how: (held: SlaClock, its: WorkingTime) => SlaClock): SlaClock {
      const settled = endCappedPauses(clock, at);
      const after = how(settled, time(settled));
      return scheduleClock(after, POLICY_STEPS, time(after));
    },
  };
}
