import { momentAfterMinutes, netMinutes, pausedMinutes, targetMinutes } from './elapsed-time.ts';
import { isOpen, type SlaClock } from './sla-clock.ts';
import type { PolicyStep } from './sla-policy.ts';
import type { WorkingTime } from './working-time.ts';

/** Derives from a clock's segments when it is due, when it resumes by itself, and its next escalation step.
 *  For a clock that is over it derives the totals only. */
export function scheduleClock(clock: SlaClock, ladder: readonly PolicyStep[], time: WorkingTime): SlaClock {
  const until = clock.segments.at(-1)?.to ?? clock.segments.at(-1)?.from ?? clock.startedAt;
  const totals = {
    netMinutes: netMinutes(clock, time, until),
    pausedMinutes: pausedMinutes(clock, time, until),
  };
  if (!isOpen(clock)) return { ...clock, ...totals, capAt: null, nextStep: null, nextStepAt: null };
  const target = targetMinutes(clock, time);
  const next = clock.state === 'running' ? ladder[clock.fired] : undefined;
  const [hold] = [...clock.openPauses].sort((a, b) => a.until.getTime() - b.until.getTime());
  return {
    ...clock,
    ...totals,
    dueAt: momentAfterMinutes(clock, target, time),
    capAt: hold?.until ?? null,
    nextStep: next?.step ?? null,
    nextStepAt: next ? momentAfterMinutes(clock, (target * next.percent) / 100, time) : null,
  };
}

/** Returns the clock after its next escalation step has fired. */
export const afterStepFired = (clock: SlaClock, ladder: readonly PolicyStep[], time: WorkingTime): SlaClock =>
  scheduleClock({ ...clock, fired: clock.fired + 1 }, ladder, time);
