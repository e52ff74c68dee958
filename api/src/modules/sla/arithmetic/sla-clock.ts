import type { PAUSE_REASONS, SLA_CLOCK_STATES, SLA_TARGETS } from '#common/contract/index.ts';

/** What is promised by when. `stage`: the time that a task may take in one department. */
export type SlaTarget = (typeof SLA_TARGETS)[number];
export type CaseTarget = Exclude<SlaTarget, 'stage'>;

/** Why a clock may stand still; `outside-body` always names the body. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** A stretch of a clock under one version of one calendar. `to` is null for the stretch that lasts. */
export type Segment = {
  from: Date;
  to: Date | null;
  state: 'running' | 'paused';
  reason?: PauseReason;
  body?: string;
  calendar: string;
  calendarVersion: number;
};

/** An open pause and the moment at which it ends by itself. */
export type OpenPause = { reason: PauseReason; body?: string; since: Date; until: Date };

export type SlaClockState = (typeof SLA_CLOCK_STATES)[number];

/** One promise of one request. What is not in the segments follows from them: see plan.ts. `fired` steps of the policy's ladder
 *  are behind; `nextStep` is the one to come, at `nextStepAt`, while the clock runs. */
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

/** A new segment begins at `at`, never before the one that lasts; that one ends there, and goes if it would last no time. */
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

/** The segment that lasts ends at `at`. */
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
