export { openSlaBook, type SlaBook } from './book.ts';
export type { CaseTarget, PauseReason, SlaClock, Target } from './clock.ts';
export { takeDueSteps, type DueStep } from './due-steps.ts';
export type { NewClock } from './new-clocks.ts';
export { SLA_MODES, SLA_STEPS, type LadderStep, type SlaMode, type SlaStep } from './sla-policy.ts';
export { slaClock, type SlaClocks } from './sla-clock.ts';
export { slaRoutes } from './sla.routes.ts';
export { slaService, type Sla } from './sla.service.ts';
export { CalendarWithoutWork, workingTime, type WorkingCalendar, type WorkingTime } from './working-time.ts';
