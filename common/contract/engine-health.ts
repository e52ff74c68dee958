import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, OperatorReason, Timestamp } from './common.ts';

export const PARTITION_ROLES = ['leader', 'follower', 'inactive'] as const;
export const PARTITION_HEALTH = ['healthy', 'unhealthy', 'dead'] as const;

/** State of the engine, as shown to the people who run the system. */
export const EngineHealth = Closed({
  at: Timestamp,
  reachable: Type.Boolean(),
  version: Nullable(Type.String()),
  deployed: Type.Boolean({ description: 'This node has reached the engine since it started' }),
  brokers: Type.Array(
    Closed({
      nodeId: Type.Integer(),
      host: Type.String(),
      port: Type.Integer(),
      version: Type.String(),
      partitions: Type.Array(
        Closed({ partition: Type.Integer(), role: OneOf(PARTITION_ROLES), health: OneOf(PARTITION_HEALTH) }),
      ),
    }),
  ),
  readSide: Closed({
    lagMs: Nullable(Type.Number({ description: 'Age of the newest record when it was taken in' })),
    quarantined: Type.Integer(),
    exporters: Type.Array(
      Closed({
        exporter: Type.String(),
        partition: Type.Integer(),
        position: Type.String(),
        recordAt: Timestamp,
      }),
    ),
  }),
  outbox: Closed({
    waiting: Type.Integer(),
    oldestSeconds: Type.Number(),
    triedAgain: Type.Integer({ description: 'Of those that wait, what the engine did not take at first' }),
    lastError: Nullable(Type.String()),
  }),
  workers: Type.Array(
    Closed({
      type: Type.String(),
      served: Type.Boolean({ description: 'This node works on jobs of the type' }),
      open: Type.Integer(),
      failed: Type.Integer({ description: 'Of the open ones, those that failed at their last try' }),
      oldest: Nullable(Timestamp),
    }),
  ),
  disk: Nullable(
    Closed({
      freeMb: Type.Integer({ description: 'Of the fullest disk that this node watches' }),
      low: Type.Boolean(),
    }),
  ),
  openIncidents: Type.Integer(),
  stuckSteps: Type.Integer({ description: 'Steps of the SLA clock that no process acknowledged' }),
});
export type EngineHealth = Static<typeof EngineHealth>;

export const QuarantinedRecord = Closed({
  id: EngineKey,
  at: Timestamp,
  exporter: Type.String(),
  partition: Type.Integer(),
  position: Type.String(),
  valueType: Nullable(Type.String()),
  intent: Nullable(Type.String()),
  error: Type.String(),
});
export type QuarantinedRecord = Static<typeof QuarantinedRecord>;

export const ListQuarantine = Closed({
  after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListQuarantine = Static<typeof ListQuarantine>;

export const QuarantinePage = Closed({
  items: Type.Array(QuarantinedRecord),
  next: Nullable(Type.String()),
});
export type QuarantinePage = Static<typeof QuarantinePage>;

export const ReplayQuarantine = Closed({
  ids: Type.Array(EngineKey, { minItems: 1, maxItems: 200, uniqueItems: true }),
  reason: OperatorReason,
});
export type ReplayQuarantine = Static<typeof ReplayQuarantine>;

export const Replayed = Closed({
  projected: Type.Integer({ description: 'Left the quarantine now' }),
  left: Type.Integer({ description: 'Failed again and stay' }),
});
export type Replayed = Static<typeof Replayed>;
