import { Type, type Static } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, Slug, Text, Timestamp, MAX_INTEGER } from './common.ts';
import { Confidential, Told } from './instances.ts';

/** native: the engine itself migrates it. continuation: a new instance begins before the same elements with the same variables, then
 *  the old one is cancelled. none: it stays where it is. */
export const MOVE_WAYS = ['native', 'continuation', 'none'] as const;
export const MoveWay = OneOf(MOVE_WAYS);
export type MoveWay = Static<typeof MoveWay>;

/** Why a case is not moved, or what came in between. What each means stands in docs/moving-cases.md. */
export const MOVE_REASONS = [
  'confidential',
  'is-called',
  'calls-process',
  'multi-instance',
  'inside-event-subprocess',
  'timer-running',
  'job-running',
  'join-waiting',
  'element-missing',
  'type-changed',
  'not-startable',
  'scope-variables',
  'compensation-lost',
  'variable-too-long',
  'nothing-active',
  'message-on-the-way',
  'task-being-completed',
  'ended',
  'moves-elsewhere',
  'engine-refused',
  'moved-on',
  'unknown-whether-created',
] as const;
export const MoveReason = OneOf(MOVE_REASONS);
export type MoveReason = Static<typeof MoveReason>;

export const MOVE_STATES = ['planned', 'running', 'stopped', 'finished'] as const;
export type MoveState = (typeof MOVE_STATES)[number];

export const MOVE_ITEM_STATES = [
  'waiting',
  'sending',
  'ending',
  'settling',
  'done',
  'refused',
  'failed',
  'unclear',
] as const;
export const MoveItemState = OneOf(MOVE_ITEM_STATES);
export type MoveItemState = Static<typeof MoveItemState>;

const ElementId = Type.String({ minLength: 1, maxLength: 200 });
export const ElementMapping = Closed({ from: ElementId, to: ElementId });
export type ElementMapping = Static<typeof ElementMapping>;

const Version = Type.Integer({ minimum: 1, maximum: MAX_INTEGER });
export const MOST_MOVED = 5_000;

export const PlanMove = Closed({
  processKey: Slug,
  fromVersions: Type.Optional(
    Type.Array(Version, { minItems: 1, maxItems: 100, description: 'All others, unless they are named' }),
  ),
  toVersion: Version,
  mapping: Type.Optional(
    Type.Array(ElementMapping, {
      maxItems: 1_000,
      description: 'Elements that have another id in the target; the others keep theirs',
    }),
  ),
});
export type PlanMove = Static<typeof PlanMove>;

export const StartMove = Closed({
  confirm: Type.Integer({
    description: '`movable` as the plan says: how many of the listed cases will be moved',
  }),
  reason: Type.String({ minLength: 3, maxLength: 500 }),
  expectedVersion: Type.Integer(),
});
export type StartMove = Static<typeof StartMove>;

export const ChangeMove = Closed({ expectedVersion: Type.Integer() });

const Count = Type.Integer({ minimum: 0 });
/** `total` and `movable` count what is listed: cases that the caller sees. Others are told as `confidential`, and only where all cases of
 *  the process are; which way they go, and what became of each, is not told. */
export const Move = Closed({
  id: Type.String({ format: 'uuid' }),
  processKey: Type.String(),
  name: Nullable(Text),
  fromVersions: Type.Array(Version),
  toVersion: Version,
  mapping: Type.Array(ElementMapping),
  state: OneOf(MOVE_STATES),
  total: Count,
  movable: Count,
  confidential: Told,
  reason: Nullable(Type.String()),
  plannedBy: Type.String(),
  plannedAt: Timestamp,
  startedBy: Nullable(Type.String()),
  startedAt: Nullable(Timestamp),
  stoppedBy: Nullable(Type.String()),
  finishedAt: Nullable(Timestamp),
  version: Type.Integer(),
});
export type Move = Static<typeof Move>;

export const MoveWithCounts = Closed({
  ...Move.properties,
  ways: Type.Array(Closed({ way: MoveWay, count: Count })),
  states: Type.Array(Closed({ state: MoveItemState, count: Count })),
  reasons: Type.Array(Closed({ code: MoveReason, count: Count })),
});
export type MoveWithCounts = Static<typeof MoveWithCounts>;

export const MovePage = Closed({ items: Type.Array(Move), next: Nullable(Type.String()) });
export type MovePage = Static<typeof MovePage>;

export const MoveItem = Closed({
  ordinal: Type.Integer({ description: 'Its place among those that are listed' }),
  instanceKey: EngineKey,
  version: Version,
  way: MoveWay,
  reasons: Type.Array(MoveReason),
  at: Type.Array(Type.String(), { description: 'The elements in which it stands' }),
  state: MoveItemState,
  detail: Nullable(Type.String()),
  newInstanceKey: Nullable(EngineKey),
  settledAt: Nullable(Timestamp),
});
export type MoveItem = Static<typeof MoveItem>;

export const ListMoveItems = Closed({
  way: Type.Optional(MoveWay),
  state: Type.Optional(MoveItemState),
  code: Type.Optional(MoveReason),
  after: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_INTEGER, description: '`next` of the page before' }),
  ),
});
export type ListMoveItems = Static<typeof ListMoveItems>;

export const MoveItemPage = Closed({
  items: Type.Array(MoveItem),
  next: Nullable(Type.Integer()),
});
export type MoveItemPage = Static<typeof MoveItemPage>;

export const CompareVersions = Closed({
  processKey: Slug,
  from: Type.Integer({ minimum: 1 }),
  to: Type.Integer({ minimum: 1 }),
});

const Side = Closed({ version: Version, xml: Type.String() });
export const MoveDiagrams = Closed({
  from: Side,
  to: Side,
  elements: Type.Array(
    Closed({
      id: Type.String(),
      type: Type.String(),
      name: Nullable(Text),
      to: Nullable(Type.String({ description: 'The element of the same id and type in the target' })),
    }),
    { description: 'Of the source: where a case can stand' },
  ),
  targets: Type.Array(Closed({ id: Type.String(), type: Type.String(), name: Nullable(Text) })),
  confidential: Confidential,
  running: Told,
});
export type MoveDiagrams = Static<typeof MoveDiagrams>;
