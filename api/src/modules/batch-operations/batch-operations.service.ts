import {
  MAX_BATCH_ITEMS,
  type InstanceAction,
  type SingleOperation,
  type BatchOperation,
} from '#common/contract/index.ts';
import { isPersonal } from '#common/process-files/rules/no-personal-data-in-variables/personal-words.ts';
import type { Clock } from '#api/platform/clock.ts';
import { MOVED_FROM } from '#api/engine/index.ts';
import type { Staff } from '#api/http/route.ts';
import type { Db } from '#api/platform/db.ts';
import type { EventHub } from '#api/platform/events.ts';
import { addJob } from '#api/platform/jobs.ts';
import type { AuditEntry, AuditLog } from '../audit/index.ts';
import { seenOf, type ReadSight, type Seen } from '../instances/index.ts';
import { isShown } from './evidence.ts';
import type { Executor } from './executor.ts';
import {
  AskedOtherwise,
  ConfidentialCase,
  CountDiffers,
  InstanceUnknown,
  NothingMatches,
  NotInThisState,
  BatchOperationNotFound,
  PersonalVariables,
  TooManyInstances,
} from './batch-operations.errors.ts';
import type { BatchOperationRow } from './batch-operation.ts';
import { hashOfAsked, operationsRepo } from './batch-operations.repo.ts';
import type { OperationsView } from './batch-operations.view.ts';
import type { ReadSide } from './read-side.ts';

export const RUN_JOB = 'batch-operations.run';

type Deps = {
  db: Db;
  clock: Clock;
  hub: Pick<EventHub, 'waitUntil'>;
  audit: AuditLog;
  read: ReadSide;
  view: OperationsView;
  run: Executor;
  sight: ReadSight;
};

export type Who = { user: Staff; httpRequestId: string; remoteAddress: string };
type Asked = Who & {
  action: InstanceAction;
  reason: string;
  onceKey?: string | undefined;
};

const SHOWN_WITHIN_MS = 1_500;
/** What keeps a process with the case, alert, survey or step of a deadline that it is about. */
const KEPT = ['requestId', 'alertId', 'invitationId', 'slaStepId', MOVED_FROM];
/** What changes nothing about a case, and so is left to who does not see it. */
const AS_IT_WAS: readonly InstanceAction['kind'][] = ['retry', 'resolve'];

/** What people do to running instances. One instance is acted on at once, a list in the background; either is written down before the
 *  engine hears of it, and ends where the read side shows it. */
export function instanceOperationsService({ db, clock, hub, audit, read, view, run, sight }: Deps) {
  const repo = operationsRepo(db);

  async function expectNoPersonalData({ action, ...who }: Asked): Promise<void> {
    const names = 'variables' in action ? namesIn(action.variables ?? {}) : [];
    const wrong = [...new Set(names.filter((name) => isPersonal(name) || KEPT.includes(name)))];
    if (wrong.length === 0) return;
    await tell(who, `instance.${action.kind}`, { kind: 'variables', id: wrong.join(',') }, 'refused');
    throw new PersonalVariables(undefined, { names: wrong });
  }

  const tell = (
    { user, httpRequestId, remoteAddress }: Who,
    action: AuditEntry['action'],
    object: AuditEntry['object'],
    result: AuditEntry['result'],
    more: Pick<AuditEntry, 'reason' | 'details'> = {},
    log = audit,
  ): Promise<void> =>
    log.write({ actor: user.username, action, object, result, httpRequestId, remoteAddress, ...more });

  /** Those of a list on which somebody may act in this way. */
  async function withinReach(keys: readonly string[], { user, action }: Asked): Promise<string[]> {
    const seen = await seenOf(db, keys, await sight(user));
    return keys.filter((key) => mayAct(seen.get(key), action.kind));
  }

  async function found(id: string): Promise<BatchOperationRow> {
    const operation = await repo.get(id);
    if (!operation) throw new BatchOperationNotFound();
    return operation;
  }

  /** Changes the state and puts it on record together. */
  async function turned(
    id: string,
    who: Who,
    {
      from,
      to,
      word,
      more = {},
    }: { from: BatchOperationRow['state'][]; to: BatchOperationRow['state']; word: string; more?: object },
  ): Promise<BatchOperation> {
    const row = await db.transaction(async (tx) => {
      const turned = await operationsRepo(tx).turn(id, from, to, more);
      if (!turned) return undefined;
      if (to === 'running') await addJob(tx, RUN_JOB, { id }, { key: `${RUN_JOB}:${id}` });
      const details = { kind: turned.kind, total: turned.total };
      const object = { kind: 'batch-operation', id };
      await tell(
        who,
        `operation.${word}`,
        object,
        'done',
        { reason: turned.reason, details },
        audit.within(tx),
      );
      return turned;
    });
    if (row) return view.one(row);
    const now = await found(id);
    if (now.state === to) return view.one(now);
    throw new NotInThisState(undefined, { state: now.state });
  }

  /** @throws InstanceUnknown, ConfidentialCase */
  async function expectWithinReach(key: string, user: Staff, kind: InstanceAction['kind']): Promise<void> {
    const seen = (await seenOf(db, [key], await sight(user))).get(key) ?? 'hidden';
    if (seen === 'hidden') throw new InstanceUnknown();
    if (!mayAct(seen, kind)) throw new ConfidentialCase();
  }

  return {
    expectWithinReach,

    /** Acts on one instance, and waits shortly until the read side shows it; `pending` says when it does not yet.
     *  @throws InstanceUnknown, ConfidentialCase, PersonalVariables, AskedOtherwise */
    async act(key: string, asked: Asked): Promise<SingleOperation> {
      const { action, reason, onceKey, user } = asked;
      await expectWithinReach(key, user, action.kind);
      await expectNoPersonalData(asked);
      const { operation, isNew } = await repo.create({
        action,
        reason,
        by: user.username,
        at: clock.now(),
        keys: [key],
        bulk: false,
        onceKey,
      });
      if (!isNew && operation.asked_hash !== hashOfAsked({ action, reason, bulk: false, filter: [key] }))
        throw new AskedOtherwise();
      const { id } = operation;
      if (await run.run(id)) await addJob(db, RUN_JOB, { id }, { key: `${RUN_JOB}:${id}` });
      await hub.waitUntil(async () => {
        const item = await repo.item(id, 1);
        if (item.state !== 'accepted') return item;
        return (await isShown(db, read, operation, item)) ? item : undefined;
      }, SHOWN_WITHIN_MS);
      await run.look(operation);
      return { operation: await view.one(await found(id)), item: await view.item(id, 1) };
    },

    /** Freezes the list that an operation is to be done to; nothing is done yet.
     *  @throws NothingMatches, TooManyInstances, PersonalVariables, AskedOtherwise */
    async freeze(asked: Asked & { keys: readonly string[]; filter?: unknown }): Promise<BatchOperation> {
      const { action, reason, onceKey, user, filter } = asked;
      await expectNoPersonalData(asked);
      const keys = await withinReach(await read.known([...new Set(asked.keys)]), asked);
      if (keys.length === 0) throw new NothingMatches();
      if (keys.length > MAX_BATCH_ITEMS) throw new TooManyInstances(undefined, { matched: keys.length });
      const { id } = await db.transaction(async (tx) => {
        const by = user.username;
        const frozen = { action, reason, by, at: clock.now(), keys, bulk: true, filter, onceKey };
        const { operation, isNew } = await operationsRepo(tx).create(frozen);
        if (
          !isNew &&
          operation.asked_hash !== hashOfAsked({ action, reason, bulk: true, filter: filter ?? keys })
        )
          throw new AskedOtherwise();
        if (isNew) {
          const details = { kind: action.kind, total: keys.length, list: hashOfAsked(keys), asked: action };
          const object = { kind: 'batch-operation', id: operation.id };
          await tell(asked, 'batch-operation.frozen', object, 'done', { reason, details }, audit.within(tx));
        }
        return operation;
      });
      return view.one(await found(id));
    },

    /** @throws CountDiffers unless the typed count is the size of the list */
    async start(id: string, count: number, who: Who): Promise<BatchOperation> {
      const { total } = await found(id);
      if (count !== total) {
        const details = { typed: count, total };
        await tell(who, 'batch-operation.started', { kind: 'batch-operation', id }, 'refused', { details });
        throw new CountDiffers(undefined, { total });
      }
      const more = { started_at: clock.now() };
      return turned(id, who, { from: ['frozen'], to: 'running', word: 'started', more });
    },

    stop: (id: string, who: Who) =>
      turned(id, who, {
        from: ['running'],
        to: 'stopped',
        word: 'stopped',
        more: { stopped_by: who.user.username },
      }),
    resume: (id: string, who: Who) =>
      turned(id, who, { from: ['stopped'], to: 'running', word: 'resumed', more: { stopped_by: null } }),
    discard: (id: string, who: Who) =>
      turned(id, who, { from: ['frozen', 'stopped'], to: 'discarded', word: 'discarded' }),

    async get(id: string): Promise<BatchOperation> {
      const operation = await found(id);
      if (operation.state !== 'frozen') await run.look(operation);
      return view.one(await found(id));
    },
  };
}

export type InstanceOperationsService = ReturnType<typeof instanceOperationsService>;

const mayAct = (seen: Seen | undefined, kind: InstanceAction['kind']): boolean =>
  seen === 'whole' || (seen === 'stands-still' && AS_IT_WAS.includes(kind));

/** The names of variables and of what is in them. */
const namesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(namesIn)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
      : [];
