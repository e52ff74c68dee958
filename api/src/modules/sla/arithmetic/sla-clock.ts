import type { PAUSE_REASONS, SLA_CLOCK_STATES, SLA_TARGETS } from '#common/contract/index.ts';

/** Kind of promise. `stage`: the time that a task may take in one department. */
export type SlaTarget = (typeof SLA_TARGETS)[number];
export type CaseTarget = Exclude<SlaTarget, 'stage'>;

/** Reason for a pause; `outside-body` always names the body. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Stretch of a clock under one version of one calendar. `to` is null for the current one. */
export type Segment = {
  from: Date;
  to: Date | null;
  state: 'running' | 'paused';
  reason?: PauseReason;
  body?: string;
  calendar: string;
  calendarVersion: number;
};

/** Open pause, and the moment at which it ends by itself. */
export type OpenPause = { reason: PauseReason; body?: string; since: Date; until: Date };

export type SlaClockState = (typeof SLA_CLOCK_STATES)[number];

/** One promise for one request. Everything else follows from the segments: see clock-schedule.ts. `fired`
 *  counts the policy's escalation steps that are done; `nextStep` comes next, at `nextStepAt` while the clock
 *  runs. */
export type SlaClock = {
  id: string;
  requestId: string;
  target: SlaTarget;
  taskKey: string | null;
  round: number;
  policy: number;
  calendar: string;
  calendarVersion: number;
  amount: number;
  unit: 'hours' | 'days';
  startedAt: Date;
  segments: readonly Segment[];
  openPauses: readonly OpenPause[];
  state: SlaClockState;
  dueAt: Date;
  metAt: Date | null;
  stopReason: string | null;
  capAt: Date | null;
  netMinutes: number;
  pausedMinutes: number;
  fired: number;
  nextStep: string | null;
  nextStepAt: Date | null;
  version: number;
};

export const isOpen = ({ state }: Pick<SlaClock, 'state'>): boolean =>
  state === 'running' || state === 'paused';

export const lastSegment = ({ segments }: Pick<SlaClock, 'segments'>): Segment => {
  const last = segments.at(-1);
  if (!last) throw new Error('A clock has no segments');
  return last;
};

/** Begins a new segment at `at`, but never before the current one; that one ends there, or is dropped if it
 *  would be empty. */
export function beginSegment(
  clock: SlaClock,
  at: Date,
  how: Pick<Segment, 'state' | 'reason' | 'body'>,
): SlaClock {
  const last = lastSegment(clock);
  const from = later(at, last.from);
  const { calendar, calendarVersion } = clock;
  const next: Segment = { from, to: null, ...how, calendar, calendarVersion };
  return { ...clock, segments: [...ended(clock.segments, from), next] };
}

/** Ends the current segment at `at`. */
export const endLastSegment = (clock: SlaClock, at: Date): SlaClock => {
  const segments = ended(clock.segments, later(at, lastSegment(clock).from));
  return { ...clock, segments: segments.length > 0 ? segments : [{ ...lastSegment(clock), to: at }] };
};

export const later = (a: Date, b: Date): Date => (a > b ? a : b);
export const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

const ended = (segments: readonly Segment[], at: Date): Segment[] =>
  segments.flatMap((segment) => {
    if (segment.to !== null) return [segment];
    return segment.from < at ? [{ ...segment, to: at }] : [];
  });
