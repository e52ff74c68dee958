import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { RequestSla, SlaClockView } from '#common/contract/index.ts';
import { scheduleClock } from './arithmetic/clock-schedule.ts';
import {
  momentAfterMinutes,
  netMinutes,
  pausedMinutes,
  targetMinutes,
  workingTimeOfClock,
} from './arithmetic/elapsed-time.ts';
import { endCappedPauses } from './arithmetic/pause.ts';
import { earlier, isOpen, type SlaClock } from './arithmetic/sla-clock.ts';
import type { SlaPolicy, SlaStep } from './arithmetic/sla-policy.ts';
import type { WorkingTime } from './arithmetic/working-time.ts';
import { clocksRepo } from './clocks.repo.ts';
import type { SlaCatalogue } from './sla-catalogue.ts';

type ChangedClockFields = Partial<{
  state: SlaClock['state'];
  due_at: string;
  amount: number;
  calendar_version: number;
}>;
type ChangeRow = {
  clock: string;
  at: Date;
  cause: string;
  before: ChangedClockFields;
  after: ChangedClockFields;
};

/** Returns what staff read of the clocks of a request: all parts of the time until now. */
export async function requestSla(
  { db, clock, slaCatalogue }: { db: Db; clock: Clock; slaCatalogue: SlaCatalogue },
  requestId: string,
): Promise<RequestSla> {
  const now = clock.now();
  const clocks = await clocksRepo(db).ofRequest(requestId);
  const changes = (await db('sla_changes')
    .select('clock', 'at', 'cause', 'before', 'after')
    .whereIn(
      'clock',
      clocks.map(({ id }) => id),
    )
    .orderBy('id')) as ChangeRow[];
  const shiftsOf = await slaCatalogue.shiftsFor(
    clocks
      .flatMap(({ segments }) => segments)
      .map(({ calendar, calendarVersion }) => ({ calendar, version: calendarVersion })),
  );
  const views = clocks.map(async (stored) => {
    const policy = await slaCatalogue.policy(stored.policy);
    const settled = endCappedPauses(stored, now);
    const time = workingTimeOfClock(settled, shiftsOf);
    const shown = settled === stored ? stored : scheduleClock(settled, policy.ladder, time);
    return view(shown, { policy, time, now, changes: changes.filter((one) => one.clock === stored.id) });
  });
  return { requestId, at: now.toISOString(), clocks: await Promise.all(views) };
}

function view(
  clock: SlaClock,
  {
    policy,
    time,
    now,
    changes,
  }: { policy: SlaPolicy; time: WorkingTime; now: Date; changes: readonly ChangeRow[] },
): SlaClockView {
  const whole = targetMinutes(clock, time);
  const net = netMinutes(clock, time, now);
  const paused = pausedMinutes(clock, time, now);
  return {
    id: clock.id,
    target: clock.target,
    taskKey: clock.taskKey,
    round: clock.round,
    state: clock.state,
    overdue: clock.metAt ? clock.metAt > clock.dueAt : clock.state !== 'stopped' && net > whole,
    amount: clock.amount,
    unit: clock.unit,
    targetMinutes: whole,
    netMinutes: net,
    pausedMinutes: paused,
    grossMinutes: net + paused,
    percent: (net / whole) * 100,
    startedAt: clock.startedAt.toISOString(),
    dueAt: clock.dueAt.toISOString(),
    metAt: iso(clock.metAt),
    stopReason: clock.stopReason,
    runsAgainAt: iso(clock.capAt),
    policy: { id: policy.id, service: policy.service, priority: policy.priority, version: policy.version },
    calendar: clock.calendar,
    calendarVersion: clock.calendarVersion,
    ladder: policy.ladder.map(({ step, mode, percent }, place) => ({
      step,
      mode,
      percent,
      fired: place < clock.fired,
      at: isOpen(clock) ? iso(momentAfterMinutes(clock, (whole * percent) / 100, time)) : null,
    })),
    nextStep:
      clock.nextStep && clock.nextStepAt
        ? { step: clock.nextStep as SlaStep, at: clock.nextStepAt.toISOString() }
        : null,
    segments: clock.segments.map(({ from, to, state, reason, body, calendar, calendarVersion }) => ({
      from: from.toISOString(),
      to: iso(to),
      state,
      reason: reason ?? null,
      body: body ?? null,
      calendar,
      calendarVersion,
      minutes: time.minutesBetween(from, to === null ? now : earlier(to, now)),
    })),
    changes: changes.map(({ at, cause, before, after }) => ({
      at: at.toISOString(),
      cause,
      state: after.state ?? null,
      dueBefore: isoText(before.due_at),
      dueAfter: isoText(after.due_at),
      amountBefore: before.amount ?? null,
      amountAfter: after.amount ?? null,
      calendarVersion: after.calendar_version ?? null,
    })),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const isoText = (at: string | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
