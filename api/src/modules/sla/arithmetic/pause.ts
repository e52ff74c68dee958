import { pausedMinutes, targetMinutes } from './elapsed-time.ts';
import {
  beginSegment,
  earlier,
  isOpen,
  type OpenPause,
  type PauseReason,
  type SlaClock,
} from './sla-clock.ts';
import type { PauseCap } from './sla-policy.ts';
import type { WorkingTime } from './working-time.ts';

export type Pause = { at: Date; reason: PauseReason; body?: string; until?: Date };

/** Pauses a clock from `at` on, at the latest until its cap. The same pause again changes nothing; a pause
 *  for another reason runs beside the first. When the time for pauses is used up, the clock runs on.
 *  @param time the working time of the clock */
export function pause(clock: SlaClock, wanted: Pause, cap: PauseCap, time: WorkingTime): SlaClock {
  const { at, reason, body } = wanted;
  if (!isOpen(clock) || clock.openPauses.some((hold) => hold.reason === reason && hold.body === body))
    return clock;
  if (clock.segments.some((segment) => segment.reason === reason && +segment.from === +at)) return clock;
  const until = endOfPause(clock, wanted, cap, time);
  if (until <= at) return clock;
  const hold: OpenPause = { reason, ...(body === undefined ? {} : { body }), since: at, until };
  const openPauses = [...clock.openPauses, hold];
  if (clock.state === 'paused') return { ...clock, openPauses };
  return { ...beginSegment(clock, at, { state: 'paused', ...why(hold) }), state: 'paused', openPauses };
}

/** Ends the pause of this reason; the clock runs again when no other pause is open. */
export function resume(clock: SlaClock, { at, reason }: { at: Date; reason: PauseReason }): SlaClock {
  const over = clock.openPauses.filter((hold) => hold.reason === reason);
  return over.reduce((held, hold) => release(held, hold, at), clock);
}

/** Ends every pause that has reached its cap by `now`, at the very moment of the cap, however late it is
 *  called. */
export function endCappedPauses(clock: SlaClock, now: Date): SlaClock {
  return [...clock.openPauses]
    .filter(({ until }) => until <= now)
    .sort((a, b) => a.until.getTime() - b.until.getTime())
    .reduce((held, hold) => release(held, hold, hold.until), clock);
}

function release(clock: SlaClock, over: OpenPause, at: Date): SlaClock {
  const openPauses = clock.openPauses.filter((hold) => hold !== over);
  const [next] = openPauses;
  if (next) return { ...beginSegment(clock, at, { state: 'paused', ...why(next) }), openPauses };
  return { ...beginSegment(clock, at, { state: 'running' }), state: 'running', openPauses };
}

/** A single pause is limited in working days, and so are all pauses together, in working days from the
 *  clock's start. */
function endOfPause(clock: SlaClock, { at, until }: Pause, cap: PauseCap, time: WorkingTime): Date {
  const allowed = targetMinutes({ amount: cap.totalDays, unit: 'days', startedAt: clock.startedAt }, time);
  const left = allowed - pausedMinutes(clock, time, at);
  if (left <= 0) return at;
  const end = earlier(time.addDays(at, cap.onceDays), time.addMinutes(at, left));
  return until ? earlier(end, until) : end;
}

const why = ({ reason, body }: OpenPause) => ({ reason, ...(body === undefined ? {} : { body }) });
