import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, RequestId, Slug, Timestamp } from './common.ts';

export const Username = Type.String({ minLength: 1, maxLength: 200 });

/** An absence: somebody is away from `from` until just before `until`. Meanwhile the substitute takes over,
 *  or the next one up. */
export const AbsenceView = Closed({
  id: Type.String({ format: 'uuid' }),
  username: Username,
  name: Nullable(Type.String()),
  from: Timestamp,
  until: Timestamp,
  substitute: Nullable(Username),
  enteredBy: Username,
});
export type AbsenceView = Static<typeof AbsenceView>;

export const EnterAbsence = Closed({
  username: Username,
  from: Timestamp,
  until: Timestamp,
  substitute: Type.Optional(Username),
});
export type EnterAbsence = Static<typeof EnterAbsence>;

export const ListAbsences = Closed({
  after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListAbsences = Static<typeof ListAbsences>;

/** Current and future absences; those that end first come first. */
export const AbsencePage = Closed({ items: Type.Array(AbsenceView), next: Nullable(Type.String()) });
export type AbsencePage = Static<typeof AbsencePage>;

/** `source`: named by an administrator, or a supervisor who is a member and has signed in. */
export const DepartmentHead = Closed({
  department: Slug,
  username: Username,
  name: Type.String(),
  source: OneOf(['named', 'supervisor']),
});
export type DepartmentHead = Static<typeof DepartmentHead>;

export const NameHead = Closed({
  username: Username,
  name: Type.String({ minLength: 2, maxLength: 120 }),
  email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
});
export type NameHead = Static<typeof NameHead>;

export const SLA_STEPS = ['remind', 'warn', 'level-1', 'level-2', 'level-3'] as const;
export const SlaStep = OneOf(SLA_STEPS);
export type SlaStep = Static<typeof SlaStep>;

export const SLA_MODES = ['notify', 'transfer', 'digest'] as const;
export const SlaMode = OneOf(SLA_MODES);
export type SlaMode = Static<typeof SlaMode>;

/** A step whose process was told as often as allowed, and never acknowledged it. */
export const StuckStep = Closed({
  id: Type.String({ format: 'uuid' }),
  requestId: RequestId,
  trackingCode: Type.String(),
  processKey: Slug,
  target: Type.String(),
  step: SlaStep,
  mode: SlaMode,
  dueAt: Timestamp,
  firedAt: Timestamp,
  sends: Type.Integer(),
});
export type StuckStep = Static<typeof StuckStep>;

export const ListStuckSteps = ListAbsences;
export type ListStuckSteps = Static<typeof ListStuckSteps>;

/** Oldest first. */
export const StuckStepPage = Closed({ items: Type.Array(StuckStep), next: Nullable(Type.String()) });
export type StuckStepPage = Static<typeof StuckStepPage>;
