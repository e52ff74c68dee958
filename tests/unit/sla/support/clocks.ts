import { newClock } from '#api/modules/sla/new-clocks.ts';
import type { SlaClock, Target } from '#api/modules/sla/clock.ts';
import { timeOf } from '#api/modules/sla/elapsed.ts';
import { endCappedPauses } from '#api/modules/sla/pause.ts';
import { plan } from '#api/modules/sla/plan.ts';
import type { Amount, LadderStep, Policy } from '#api/modules/sla/sla-policy.ts';
import {
  shiftsOf,
  workingTimeOf,
  type WorkingCalendar,
  type WorkingTime,
} from '#api/modules/sla/working-time.ts';

/** Saturday to Wednesday, 7:30 to 14:30 in Tehran. */
export const OFFICE: WorkingCalendar = {
  zone: 'Asia/Tehran',
  week: [...Array.from({ length: 5 }, () => [['07:30', '14:30'] as const]), [], []],
  holidays: [],
};

export const LADDER: LadderStep[] = [
  { percent: 50, step: 'remind', mode: 'notify' },
  { percent: 80, step: 'warn', mode: 'notify' },
  { percent: 100, step: 'level-1', mode: 'transfer' },
  { percent: 125, step: 'level-2', mode: 'transfer' },
  { percent: 150, step: 'level-3', mode: 'digest' },
];

const POLICY: Policy = {
  id: 1,
  service: null,
  priority: 'normal',
  version: 1,
  validFrom: new Date(0),
  targets: {},
  pause: { onceDays: 10, totalDays: 20 },
  ladder: LADDER,
};

/** A calendar's versions, and the clocks that live by them as the service makes them live. */
export function anOffice(calendars: ReadonlyMap<string, WorkingCalendar> = new Map([['office/1', OFFICE]])) {
  const known = new Map([...calendars].map(([key, calendar]) => [key, shiftsOf(calendar)]));
  const shifts = (calendar: string, version: number) => {
    const found = known.get(`${calendar}/${version}`);
    if (!found) throw new Error(`no ${calendar}/${version}`);
    return found;
  };
  const time = (clock: SlaClock): WorkingTime => timeOf(clock, shifts);
  return {
    time,

    start(
      at: Date,
      amount: Amount,
      target: Target = 'resolve',
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
        holds: [],
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

    /** What the service does at `at`: pauses that are over end, then the step, then everything is planned anew. */
    step(clock: SlaClock, at: Date, how: (held: SlaClock, its: WorkingTime) => SlaClock): SlaClock {
      const settled = endCappedPauses(clock, at);
      const after = how(settled, time(settled));
      return plan(after, LADDER, time(after));
    },
  };
}
