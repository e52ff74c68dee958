import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from '#api/engine/index.ts';
import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { type BatchItemRow, type BatchOperationRow, ItemRefused, ItemSkipped } from './batch-operation.ts';
import { batchOperationsRepo } from './batch-operations.repo.ts';
import { buildItemCommand, type ItemCommand, type ItemCommandDeps } from './item-commands.ts';
import { isEffectProjected } from './projected-effect.ts';

type Deps = { db: Db; audit: AuditLog; log: Log } & ItemCommandDeps;

/** Maximum number of commands in flight per operation and node. */
const CONCURRENCY = 8;
/** Number of attempts after which an item that the engine could not take is given up; a person may start an
 *  operation for the rest. */
const MAX_ATTEMPTS = 8;
const RECONCILE_BATCH_SIZE = 500;
/** Kinds whose success is not proved by the fact that nothing is left to do. */
const KINDS_NEEDING_PROOF: readonly BatchOperationRow['kind'][] = ['set-variables', 'modify', 'correlate'];

/** Brings the items of operations to their end. Each item is first recorded as sent, with what it is about to
 *  do, then sent, then recorded as accepted. After a crash in between, the next run sees that the result is
 *  unknown, and checks the read side before it repeats anything. */
export function batchExecutor({ db, audit, log, engine, read }: Deps) {
  const repo = batchOperationsRepo(db);

  async function settleItem(
    operation: BatchOperationRow,
    item: BatchItemRow,
    state: 'accepted' | 'skipped' | 'refused' | 'failed' | 'done',
    why: { code?: string | null; detail?: string | null } = {},
  ): Promise<void> {
    await db.transaction(async (tx) => {
      await batchOperationsRepo(tx).settle(item, state, why);
      await audit.within(tx).write({
        actor: operation.created_by,
        action: `instance.${operation.kind}`,
        object: { kind: 'instance', id: item.instance_key },
        reason: operation.reason,
        details: {
          operation: operation.id,
          state,
          ...(why.code && { code: why.code }),
          ...(operation.bulk ? {} : { asked: operation.params }),
        },
        result:
          state === 'refused' || state === 'skipped' ? 'refused' : state === 'failed' ? 'failed' : 'done',
      });
    });
  }

  /** @returns false when the item has to be retried later */
  async function executeItem(
    operation: BatchOperationRow,
    item: BatchItemRow & { was: BatchItemRow['state'] },
  ): Promise<boolean> {
    const unknownEnd = item.was === 'sending' && Object.keys(item.plan).length > 0;
    try {
      if (unknownEnd && (await isEffectProjected(read, operation, item))) {
        await settleItem(operation, item, 'done');
        return true;
      }
      const command = await buildItemCommand(operation, item, { engine, read });
      if (unknownEnd && !command.repeatable) {
        await settleItem(operation, item, 'failed', { code: 'uncertain' });
        return true;
      }
      await send(operation, item, command, unknownEnd);
      return true;
    } catch (error) {
      if (error instanceof ItemSkipped && !(unknownEnd && KINDS_NEEDING_PROOF.includes(operation.kind)))
        await settleItem(operation, item, unknownEnd ? 'done' : 'skipped', { code: error.code });
      else if (error instanceof ItemRefused)
        await settleItem(operation, item, unknownEnd ? 'failed' : 'refused', {
          code: unknownEnd ? 'uncertain' : error.code,
          detail: error.message || null,
        });
      else if (error instanceof EngineUnavailable) return retryLater(operation, item, error);
      else throw error;
      return true;
    }
  }

  async function send(
    operation: BatchOperationRow,
    item: BatchItemRow,
    command: ItemCommand,
    again: boolean,
  ): Promise<void> {
    await repo.plan(item, { ...command.plan, sent: true } as BatchItemRow['plan']);
    try {
      const learnt = await command.send();
      if (Object.keys(learnt).length > 0) await repo.plan(item, { ...command.plan, ...learnt });
      await settleItem(operation, item, 'accepted');
    } catch (error) {
      if (error instanceof EngineInstanceNotFound) {
        const done = again || operation.kind === 'cancel';
        return settleItem(operation, item, done ? 'accepted' : 'refused', {
          code: 'gone',
          detail: error.message,
        });
      }
      if (error instanceof EngineRejected)
        return settleItem(operation, item, 'refused', { code: 'engine-refused', detail: error.message });
      throw error;
    }
  }

  async function retryLater(
    operation: BatchOperationRow,
    item: BatchItemRow,
    error: EngineUnavailable,
  ): Promise<boolean> {
    if (item.attempts >= MAX_ATTEMPTS) {
      const code = error.uncertain ? 'uncertain' : 'engine-unavailable';
      await settleItem(operation, item, 'failed', { code });
      return true;
    }
    if (!error.uncertain) {
      await repo.plan(item, {});
      await repo.settle(item, 'waiting', { code: 'engine-unavailable' });
    }
    return false;
  }

  /** Marks the items whose effect the read side shows by now. @returns the number of those it does not show
   *  yet */
  async function reconcile(operation: BatchOperationRow): Promise<number> {
    let open = 0;
    for (const item of await repo.accepted(operation.id, RECONCILE_BATCH_SIZE)) {
      if (await isEffectProjected(read, operation, item)) await repo.settle(item, 'done');
      else open += 1;
    }
    return open;
  }

  async function finish(operation: BatchOperationRow): Promise<void> {
    const counts = (await repo.counts([operation.id])).get(operation.id) ?? {};
    if (counts.waiting || counts.sending) return;
    await db.transaction(async (tx) => {
      const ended = await batchOperationsRepo(tx).transition(operation.id, ['running'], 'finished', {
        finished_at: tx.fn.now(),
      });
      if (ended?.bulk)
        await audit.within(tx).write({
          actor: operation.created_by,
          action: 'batch-operation.finished',
          object: { kind: 'batch-operation', id: operation.id },
          reason: operation.reason,
          details: { kind: operation.kind, total: operation.total, counts },
          result: counts.failed || counts.refused ? 'failed' : 'done',
        });
    });
  }

  return {
    reconcile,

    /** Works on an operation until no item waits, it is stopped, or the engine is away.
     *  @returns whether an item is left to retry later */
    async run(id: string): Promise<boolean> {
      const operation = await repo.get(id);
      if (!operation || operation.state !== 'running') return false;
      for (;;) {
        const items = (await repo.claim(id, CONCURRENCY)) as (BatchItemRow & {
          was: BatchItemRow['state'];
        })[];
        if (items.length === 0) break;
        const ended = await Promise.all(items.map((item) => executeItem(operation, item)));
        if (ended.includes(false)) {
          log.warn(
            { operation: id },
            'the engine does not take the commands of an operation; trying on later',
          );
          return true;
        }
      }
      await finish(operation);
      const now = await repo.get(id);
      return now?.state === 'running';
    },
  };
}

export type BatchExecutor = ReturnType<typeof batchExecutor>;
