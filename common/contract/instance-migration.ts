import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, MAX_INTEGER, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';
import { Confidential, MaskedCount } from './instances.ts';

/** native: the engine itself migrates it. continuation: a new instance starts before the same elements with
 *  the same variables, then the old one is cancelled. none: it stays where it is. */
export const MIGRATION_STRATEGIES = ['native', 'continuation', 'none'] as const;
export const MigrationStrategy = OneOf(MIGRATION_STRATEGIES);
export type MigrationStrategy = Static<typeof MigrationStrategy>;

/** Reasons why a case is not migrated, or what happened in between. docs/instance-migration.md explains
 *  each. */
export const MIGRATION_BLOCKERS = [
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
  'migrating-elsewhere',
  'engine-refused',
  'moved-on',
  'unknown-whether-created',
] as const;
export const MigrationBlocker = OneOf(MIGRATION_BLOCKERS);
export type MigrationBlocker = Static<typeof MigrationBlocker>;

export const MIGRATION_STATES = ['planned', 'running', 'stopped', 'finished'] as const;
export type MigrationState = (typeof MIGRATION_STATES)[number];

export const MIGRATION_ITEM_STATES = [
  'waiting',
  'sending',
  'ending',
  'settling',
  'done',
  'refused',
  'failed',
  'unclear',
] as const;
export const MigrationItemState = OneOf(MIGRATION_ITEM_STATES);
export type MigrationItemState = Static<typeof MigrationItemState>;

const ElementId = Type.String({ minLength: 1, maxLength: 200 });
export const ElementMapping = Closed({ from: ElementId, to: ElementId });
export type ElementMapping = Static<typeof ElementMapping>;

const Version = Type.Integer({ minimum: 1, maximum: MAX_INTEGER });
export const MAX_MIGRATED_INSTANCES = 5_000;

export const PlanMigration = Closed({
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
export type PlanMigration = Static<typeof PlanMigration>;

export const StartMigration = Closed({
  confirm: Type.Integer({
    description: '`movable` as the plan says: how many of the listed cases will be migrated',
  }),
  reason: Type.String({ minLength: 3, maxLength: 500 }),
  expectedVersion: Type.Integer(),
});
export type StartMigration = Static<typeof StartMigration>;

export const ChangeMigration = Closed({ expectedVersion: Type.Integer() });
export type ChangeMigration = Static<typeof ChangeMigration>;

const Count = Type.Integer({ minimum: 0 });
/** `total` and `movable` count the listed cases, which are those the caller may see. Others are counted as
 *  `confidential`, and only where all cases of the process are. Their strategies and outcomes are not
 *  disclosed. */
export const Migration = Closed({
  id: Type.String({ format: 'uuid' }),
  processKey: Type.String(),
  name: Nullable(Text),
  fromVersions: Type.Array(Version),
  toVersion: Version,
  mapping: Type.Array(ElementMapping),
  state: OneOf(MIGRATION_STATES),
  total: Count,
  movable: Count,
  confidential: MaskedCount,
  reason: Nullable(Type.String()),
  plannedBy: Type.String(),
  plannedAt: Timestamp,
  startedBy: Nullable(Type.String()),
  startedAt: Nullable(Timestamp),
  stoppedBy: Nullable(Type.String()),
  finishedAt: Nullable(Timestamp),
  version: Type.Integer(),
});
export type Migration = Static<typeof Migration>;

export const MigrationWithCounts = Closed({
  ...Migration.properties,
  ways: Type.Array(Closed({ way: MigrationStrategy, count: Count })),
  states: Type.Array(Closed({ state: MigrationItemState, count: Count })),
  reasons: Type.Array(Closed({ code: MigrationBlocker, count: Count })),
});
export type MigrationWithCounts = Static<typeof MigrationWithCounts>;

export const MigrationPage = Closed({ items: Type.Array(Migration), next: Nullable(Type.String()) });
export type MigrationPage = Static<typeof MigrationPage>;

export const MigrationItem = Closed({
  ordinal: Type.Integer({ description: 'Its place among those that are listed' }),
  instanceKey: EngineKey,
  version: Version,
  way: MigrationStrategy,
  reasons: Type.Array(MigrationBlocker),
  at: Type.Array(Type.String(), { description: 'The elements in which it stands' }),
  state: MigrationItemState,
  detail: Nullable(Type.String()),
  newInstanceKey: Nullable(EngineKey),
  settledAt: Nullable(Timestamp),
});
export type MigrationItem = Static<typeof MigrationItem>;

export const ListMigrationItems = Closed({
  way: Type.Optional(MigrationStrategy),
  state: Type.Optional(MigrationItemState),
  code: Type.Optional(MigrationBlocker),
  after: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_INTEGER, description: '`next` of the page before' }),
  ),
});
export type ListMigrationItems = Static<typeof ListMigrationItems>;

export const MigrationItemPage = Closed({
  items: Type.Array(MigrationItem),
  next: Nullable(Type.Integer()),
});
export type MigrationItemPage = Static<typeof MigrationItemPage>;

export const CompareVersions = Closed({
  processKey: Slug,
  from: Type.Integer({ minimum: 1 }),
  to: Type.Integer({ minimum: 1 }),
});

const VersionedDiagram = Closed({ version: Version, xml: Type.String() });
export const MigrationDiagrams = Closed({
  from: VersionedDiagram,
  to: VersionedDiagram,
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
  running: MaskedCount,
});
export type MigrationDiagrams = Static<typeof MigrationDiagrams>;
