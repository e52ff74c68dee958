import { type Static, Type } from '@sinclair/typebox';
import { BATCH_STATES } from './batches.ts';
import {
  Closed,
  EngineKey,
  MAX_INTEGER,
  Nullable,
  OneOf,
  OperatorReason,
  Text,
  Timestamp,
} from './common.ts';
import { FindInstances } from './instances.ts';

export const BATCH_OPERATION_KINDS = [
  'retry',
  'resolve',
  'cancel',
  'set-variables',
  'modify',
  'correlate',
  'start-again',
] as const;
export type BatchOperationKind = (typeof BATCH_OPERATION_KINDS)[number];

export const BatchOperationState = OneOf(BATCH_STATES);

/** sending: the engine was asked, and the outcome is not known yet. accepted: it took the command, and the
 *  read side does not show it yet. done: the read side shows it. skipped: there was nothing to do. refused:
 *  it cannot be done. failed: it may not have succeeded. */
export const BATCH_ITEM_STATES = [
  'waiting',
  'sending',
  'accepted',
  'done',
  'skipped',
  'refused',
  'failed',
] as const;
export const BatchItemState = OneOf(BATCH_ITEM_STATES);
export type BatchItemState = Static<typeof BatchItemState>;

export const MAX_BATCH_ITEMS = 10_000;
export const MAX_TOKEN_MOVES = 20;

const ElementId = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', maxLength: 120 });
const Variables = Type.Record(
  Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', maxLength: 80 }),
  Type.Unknown(),
  { maxProperties: 30, description: 'Routing facts only: no personal data, no free text' },
);

/** With `from` and `to`, the tokens at one element move to another. With only `to`, one token is added. With
 *  only `from`, the tokens there end. */
export const TokenMove = Closed({
  from: Type.Optional(ElementId),
  fromKey: Type.Optional(EngineKey),
  to: Type.Optional(ElementId),
});
export type TokenMove = Static<typeof TokenMove>;

export const InstanceAction = Type.Union([
  Closed({
    kind: Type.Literal('retry', { description: 'Gives failed jobs new tries and resolves the incidents' }),
    retries: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    incidentKey: Type.Optional(EngineKey),
  }),
  Closed({ kind: Type.Literal('resolve'), incidentKey: Type.Optional(EngineKey) }),
  Closed({ kind: Type.Literal('cancel') }),
  Closed({
    kind: Type.Literal('set-variables'),
    variables: Variables,
    elementKey: Type.Optional(EngineKey),
  }),
  Closed({
    kind: Type.Literal('modify'),
    moves: Type.Array(TokenMove, { minItems: 1, maxItems: MAX_TOKEN_MOVES }),
    variables: Type.Optional(Variables),
  }),
  Closed({
    kind: Type.Literal('correlate'),
    message: Type.String({ minLength: 1, maxLength: 120 }),
    correlationKey: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    variables: Type.Optional(Variables),
  }),
  Closed({
    kind: Type.Literal('start-again', {
      description: 'Starts the process of a case again whose instance was ended',
    }),
    startBefore: Type.Array(ElementId, { minItems: 1, maxItems: 10 }),
    variables: Type.Optional(Variables),
  }),
]);
export type InstanceAction = Static<typeof InstanceAction>;

export const ActOnInstance = Closed({ action: InstanceAction, reason: OperatorReason });
export const PreviewModification = Closed({
  moves: Type.Array(TokenMove, { minItems: 1, maxItems: MAX_TOKEN_MOVES }),
  variables: Type.Optional(Variables),
});

const Counts = Closed(
  Object.fromEntries(BATCH_ITEM_STATES.map((state) => [state, Type.Integer()])) as Record<
    BatchItemState,
    ReturnType<typeof Type.Integer>
  >,
);

export const BatchOperation = Closed({
  id: Type.String({ format: 'uuid' }),
  bulk: Type.Boolean(),
  action: Type.Unknown({ description: 'What was asked; of variables the names' }),
  kind: OneOf(BATCH_OPERATION_KINDS),
  reason: Type.String(),
  state: BatchOperationState,
  total: Type.Integer(),
  counts: Counts,
  /** True while the engine has taken the command, and the read side does not show all of it yet. */
  pending: Type.Boolean(),
  createdBy: Type.String(),
  createdAt: Timestamp,
  startedAt: Nullable(Timestamp),
  finishedAt: Nullable(Timestamp),
  stoppedBy: Nullable(Type.String()),
});
export type BatchOperation = Static<typeof BatchOperation>;

export const BatchOperationItem = Closed({
  ordinal: Type.Integer(),
  instanceKey: EngineKey,
  processKey: Nullable(Type.String()),
  version: Nullable(Type.Integer()),
  name: Nullable(Text),
  state: BatchItemState,
  code: Nullable(Type.String({ description: 'Why it is not done, as a word' })),
  detail: Nullable(Type.String({ description: 'What the engine said' })),
  attempts: Type.Integer(),
  settledAt: Nullable(Timestamp),
});
export type BatchOperationItem = Static<typeof BatchOperationItem>;

/** A single action, with the result for its one instance. */
export const SingleOperation = Closed({ operation: BatchOperation, item: BatchOperationItem });
export type SingleOperation = Static<typeof SingleOperation>;

export const StartBatchOperation = Closed({
  count: Type.Integer({ minimum: 1, description: 'As the person typed it; it must be the size of the list' }),
});

const After = Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' }));
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }));

export const ListBatchOperations = Closed({
  state: Type.Optional(BatchOperationState),
  bulk: Type.Optional(Type.Boolean()),
  after: After,
  limit: Limit,
});
export type ListBatchOperations = Static<typeof ListBatchOperations>;
export const BatchOperationPage = Closed({
  items: Type.Array(BatchOperation),
  next: Nullable(Type.String()),
});
export type BatchOperationPage = Static<typeof BatchOperationPage>;

export const ListBatchOperationItems = Closed({
  state: Type.Optional(BatchItemState),
  after: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_INTEGER, description: 'The `next` of the page before' }),
  ),
  limit: Limit,
});
export type ListBatchOperationItems = Static<typeof ListBatchOperationItems>;
export const BatchOperationItemPage = Closed({
  items: Type.Array(BatchOperationItem),
  next: Nullable(Type.Integer()),
});
export type BatchOperationItemPage = Static<typeof BatchOperationItemPage>;

export const MODIFICATION_WARNINGS = [
  'task-lost',
  'called-process-ends',
  'job-interrupted',
  'wait-lost',
  'joins-others',
  'variable-missing',
  'in-event-subprocess',
] as const;

const TokenPosition = Closed({
  elementKey: Nullable(EngineKey),
  elementId: Type.String(),
  name: Nullable(Text),
});

/** Tokens before and after the modification, and its warnings. `refusal` says why it cannot be made. */
export const ModificationPreview = Closed({
  before: Type.Array(TokenPosition),
  after: Type.Array(TokenPosition),
  warnings: Type.Array(
    Closed({
      code: OneOf(MODIFICATION_WARNINGS),
      elementId: Type.String(),
      about: Nullable(Type.String({ description: 'As the name of a variable, or a key' })),
    }),
  ),
  refusal: Nullable(
    Closed({
      code: OneOf([
        'no-token',
        'unknown-element',
        'not-a-target',
        'in-multi-instance',
        'nothing-left',
      ] as const),
      elementId: Type.String(),
    }),
  ),
});
export type ModificationPreview = Static<typeof ModificationPreview>;

/** An open case whose process a person has cancelled. */
export const CancelledCase = Closed({
  instanceKey: EngineKey,
  processKey: Type.String(),
  version: Type.Integer(),
  name: Nullable(Text),
  service: Type.String(),
  department: Nullable(Type.String()),
  endedAt: Timestamp,
});
export const CancelledCasePage = Closed({ items: Type.Array(CancelledCase), next: Nullable(Type.String()) });
export type CancelledCasePage = Static<typeof CancelledCasePage>;

/** Requires `keys` or `filter`. */
export const CreateBatchOperation = Closed({
  action: InstanceAction,
  reason: OperatorReason,
  keys: Type.Optional(Type.Array(EngineKey, { minItems: 1, maxItems: MAX_BATCH_ITEMS })),
  filter: Type.Optional(FindInstances),
});
export type CreateBatchOperation = Static<typeof CreateBatchOperation>;
