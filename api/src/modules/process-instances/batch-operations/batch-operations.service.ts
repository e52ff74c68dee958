import { MIGRATED_FROM } from '#api/engine/index.ts';
import { type AuditEntry, auditEntryOf, type AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/event-hub.ts';
import { type Staff } from '#api/platform/staff.ts';
import {
  type BatchChange,
  type BatchOperation,
  type InstanceAction,
  MAX_BATCH_ITEMS,
  type SingleOperation,
} from '#common/contract/index.ts';
import { isPersonal } from '#common/process-files/rules/no-personal-data-in-variables/personal-data-names.ts';
import { type BatchCaller, batchesOf } from '../batches/batches.ts';
import {
  type InstanceAccess,
  instanceAccessOf,
  type ReadInstanceVisibility,
} from '../instance-visibility.ts';
import { InstanceNotFound } from '../instances.errors.ts';
import type { BatchExecutor } from './batch-executor.ts';
import { BATCH_OPERATIONS, type BatchOperationRow } from './batch-operation.ts';
import {
  BatchCountMismatch,
  BatchOperationNotFound,
  ConfidentialCase,
  NoInstanceMatches,
  PersonalVariables,
  TooManyInstances,
} from './batch-operations.errors.ts';
import { batchOperationsRepo, hashOfInput } from './batch-operations.repo.ts';
import type { BatchOperationsView } from './batch-operations.view.ts';
import type { InstanceReads } from './instance-reads.ts';
import { isEffectProjected } from './projected-effect.ts';

type Deps = {
  db: Db;
  clock: Clock;
  hub: Pick<EventHub, 'waitUntil'>;
  audit: AuditLog;
  read: InstanceReads;
  view: BatchOperationsView;
  executor: BatchExecutor;
  visibilityOf: ReadInstanceVisibility;
};

type ActionInput = BatchCaller & {
  action: InstanceAction;
  reason: string;
  onceKey?: string | undefined;
};

const PROJECTION_TIMEOUT_MS = 1_500;
/** Variables that tie a process to its case, alert, survey or escalation step. */
const PROTECTED_VARIABLES = ['requestId', 'alertId', 'invitationId', 'slaStepId', MIGRATED_FROM];
/** Kinds that change nothing about a case, and so are allowed to people who do not see it. */
const KINDS_WITHOUT_CHANGE: readonly InstanceAction['kind'][] = ['retry', 'resolve'];

/** Operator actions on running instances. One instance is acted on at once, a list in the background. Both
 *  are recorded before the engine is told, and end when the read side shows the effect. */
export function batchOperationsService({ db, clock, hub, audit, read, view, executor, visibilityOf }: Deps) {
  const repo = batchOperationsRepo(db);
  const batches = batchesOf<BatchOperationRow>({ db, clock, audit }, BATCH_OPERATIONS);

  async function expectNoPersonalData({ action, ...who }: ActionInput): Promise<void> {
    const names = 'variables' in action ? nestedNamesIn(action.variables ?? {}) : [];
    const wrong = [
      ...new Set(names.filter((name) => isPersonal(name) || PROTECTED_VARIABLES.includes(name))),
    ];
    if (wrong.length === 0) return;
    const object = { kind: 'variables', id: wrong.join(',') };
    await audit.write(refused(auditEntryOf(who, { action: `instance.${action.kind}`, object })));
    throw new PersonalVariables(undefined, { names: wrong });
  }

  /** Returns the instances of a list on which a person may perform this action. */
  async function filterActionable(keys: readonly string[], { user, action }: ActionInput): Promise<string[]> {
    const seen = await instanceAccessOf(db, keys, await visibilityOf(user));
    return keys.filter((key) => mayAct(seen.get(key), action.kind));
  }

  async function requireOperation(id: string): Promise<BatchOperationRow> {
    const operation = await batches.get(id);
    if (!operation) throw new BatchOperationNotFound();
    return operation;
  }

  const change = async (id: string, verb: BatchChange, who: BatchCaller): Promise<BatchOperation> =>
    view.one(
      await batches.change(id, verb, who, async ({ reason, kind, total }) => ({
        reason,
        details: { kind, total },
      })),
    );

  /** @throws InstanceNotFound, ConfidentialCase */
  async function expectActionable(key: string, user: Staff, kind: InstanceAction['kind']): Promise<void> {
    const seen = (await instanceAccessOf(db, [key], await visibilityOf(user))).get(key) ?? 'hidden';
    if (seen === 'hidden') throw new InstanceNotFound();
    if (!mayAct(seen, kind)) throw new ConfidentialCase();
  }

  return {
    expectActionable,

    /** Acts on one instance, and waits briefly until the read side shows it; `pending` says that it does not
     *  yet.
     *  @throws InstanceNotFound, ConfidentialCase, PersonalVariables, IdempotencyKeyReused */
    async act(key: string, asked: ActionInput): Promise<SingleOperation> {
      const { action, reason, onceKey, user } = asked;
      await expectActionable(key, user, action.kind);
      await expectNoPersonalData(asked);
      const single = {
        action,
        reason,
        by: user.username,
        at: clock.now(),
        keys: [key],
        bulk: false,
        onceKey,
      };
      const { operation } = await repo.create(single);
      const { id } = operation;
      await executor.run(id);
      await hub.waitUntil(async () => {
        const item = await repo.item(id, 1);
        if (item.state !== 'accepted') return item;
        return (await isEffectProjected(read, operation, item)) ? item : undefined;
      }, PROJECTION_TIMEOUT_MS);
      await executor.reconcile(operation);
      return { operation: await view.one(await requireOperation(id)), item: await view.item(id, 1) };
    },

    /** Plans an operation: fixes its list; nothing is done yet.
     *  @throws NoInstanceMatches, TooManyInstances, PersonalVariables, IdempotencyKeyReused */
    async create(
      asked: ActionInput & { keys: readonly string[]; filter?: unknown },
    ): Promise<BatchOperation> {
      const { action, reason, onceKey, user, filter } = asked;
      await expectNoPersonalData(asked);
      const keys = await filterActionable(await read.existingInstances([...new Set(asked.keys)]), asked);
      if (keys.length === 0) throw new NoInstanceMatches();
      if (keys.length > MAX_BATCH_ITEMS) throw new TooManyInstances(undefined, { matched: keys.length });
      const created = await db.transaction(async (tx) => {
        const by = user.username;
        const planned = { action, reason, by, at: clock.now(), keys, bulk: true, filter, onceKey };
        const { operation, isNew } = await batchOperationsRepo(tx).create(planned);
        if (isNew) {
          const details = { kind: action.kind, total: keys.length, list: hashOfInput(keys), asked: action };
          const object = { kind: 'batch-operation', id: operation.id };
          const what = { action: 'batch-operation.planned', object, reason, details } as const;
          await audit.within(tx).write(auditEntryOf(asked, what));
        }
        return operation;
      });
      return view.one(created);
    },

    /** @throws BatchCountMismatch unless the typed count is the size of the list */
    async start(id: string, count: number, who: BatchCaller): Promise<BatchOperation> {
      const { total } = await requireOperation(id);
      if (count !== total) {
        const object = { kind: 'batch-operation', id };
        const details = { typed: count, total };
        await audit.write(refused(auditEntryOf(who, { action: 'batch-operation.started', object, details })));
        throw new BatchCountMismatch(undefined, { total });
      }
      return change(id, 'start', who);
    },

    stop: (id: string, who: BatchCaller) => change(id, 'stop', who),
    resume: (id: string, who: BatchCaller) => change(id, 'resume', who),
    discard: (id: string, who: BatchCaller) => change(id, 'discard', who),

    async get(id: string): Promise<BatchOperation> {
      const operation = await requireOperation(id);
      if (operation.state !== 'planned') await executor.reconcile(operation);
      return view.one(await requireOperation(id));
    },
  };
}

export type BatchOperationsService = ReturnType<typeof batchOperationsService>;

const refused = (entry: AuditEntry): AuditEntry => ({ ...entry, result: 'refused' });

const mayAct = (seen: InstanceAccess | undefined, kind: InstanceAction['kind']): boolean =>
  seen === 'whole' || (seen === 'stands-still' && KINDS_WITHOUT_CHANGE.includes(kind));

/** Returns the names of variables and of their members. */
const nestedNamesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(nestedNamesIn)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, inner]) => [name, ...nestedNamesIn(inner)])
      : [];
