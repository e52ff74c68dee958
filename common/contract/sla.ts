import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, Priority, RequestId, Slug, Timestamp } from './common.ts';
import { SlaMode, SlaStep } from './escalation.ts';

export const SLA_TARGETS = ['acknowledge', 'first-reply', 'resolve', 'stage'] as const;
export const SLA_CLOCK_STATES = ['running', 'paused', 'met', 'stopped'] as const;
export const PAUSE_REASONS = ['citizen', 'outside-body'] as const;

const Minutes = Type.Number({ description: 'Working minutes' });

/** A segment of a clock, and the working minutes in it. */
export const SlaSegment = Closed({
  from: Timestamp,
  to: Nullable(Timestamp),
  state: OneOf(['running', 'paused']),
  reason: Nullable(OneOf(PAUSE_REASONS)),
  body: Nullable(Type.String({ description: 'The key of the outside body that is waited for' })),
  calendar: Type.String(),
  calendarVersion: Type.Integer(),
  minutes: Minutes,
});

/** A change of a clock after its start; an unchanged fact is null. */
export const SlaChange = Closed({
  at: Timestamp,
  cause: Type.String(),
  state: Nullable(OneOf(SLA_CLOCK_STATES)),
  dueBefore: Nullable(Timestamp),
  dueAfter: Nullable(Timestamp),
  amountBefore: Nullable(Type.Number()),
  amountAfter: Nullable(Type.Number()),
  calendarVersion: Nullable(Type.Integer()),
});

/** One promise about a request. Net time counts against it, gross time includes the pauses; both end when it
 *  is met or stopped. */
export const SlaClockView = Closed({
  id: Type.String(),
  target: OneOf(SLA_TARGETS),
  taskKey: Nullable(EngineKey),
  round: Type.Integer({ description: 'Of a stage: the departments that had the task' }),
  state: OneOf(SLA_CLOCK_STATES),
  overdue: Type.Boolean({
    description: 'It was not kept in time; a clock that stands still is not late meanwhile',
  }),
  amount: Type.Number(),
  unit: OneOf(['hours', 'days']),
  targetMinutes: Minutes,
  netMinutes: Minutes,
  pausedMinutes: Minutes,
  grossMinutes: Minutes,
  percent: Type.Number(),
  startedAt: Timestamp,
  dueAt: Timestamp,
  metAt: Nullable(Timestamp),
  stopReason: Nullable(Type.String()),
  runsAgainAt: Nullable({ ...Timestamp, description: 'When a pause ends by itself at the latest' }),
  policy: Closed({
    id: Type.Integer(),
    service: Nullable(Slug),
    priority: Priority,
    version: Type.Integer(),
  }),
  calendar: Type.String(),
  calendarVersion: Type.Integer(),
  ladder: Type.Array(
    Closed({
      step: SlaStep,
      mode: SlaMode,
      percent: Type.Number(),
      fired: Type.Boolean(),
      at: Nullable({ ...Timestamp, description: 'null while it is not known: the clock does not run' }),
    }),
  ),
  nextStep: Nullable(Closed({ step: SlaStep, at: Timestamp })),
  segments: Type.Array(SlaSegment),
  changes: Type.Array(SlaChange),
});
export type SlaClockView = Static<typeof SlaClockView>;

/** The clocks of a request as of `at`. */
export const RequestSla = Closed({ requestId: RequestId, at: Timestamp, clocks: Type.Array(SlaClockView) });
export type RequestSla = Static<typeof RequestSla>;
