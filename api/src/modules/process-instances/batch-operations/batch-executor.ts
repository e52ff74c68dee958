import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from '#api/engine/index.ts';
import type { AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { type BatchItemResult, batchRunner } from '../batches/batch-runner.ts';
import { batchesOf } from '../batches/batches.ts';
import {
  BATCH_OPERATIONS,
  type BatchItemRow,
  type BatchOperationRow,
  type ClaimedItem,
  ItemRefused,
  ItemSkipped,
} from './batch-operation.ts';
import { batchOperationsRepo } from './batch-operations.repo.ts';
import { buildItemCommand, type ItemCommand, type ItemCommandDeps } from './item-commands.ts';
import { isEffectProjected } from './projected-effect.ts';

type Deps = { db: Db; clock: Clock; audit: AuditLog; log: Log } & ItemCommandDeps;

/** Time after which an engine that was away is asked again, in a new run: no slice lasts longer. */
const RETRY_AFTER_MS = 5_000;
const SLICE_MS = 5_000;
/** Number of attempts after which an item that the engine could not take is given up; a person may start an
 *  operation for the rest. */
const MAX_ATTEMPTS = 8;
const RECONCILE_BATCH_SIZE = 500;
/** Kinds whose success is not proved by the fact that nothing is left to do. */
const KINDS_NEEDING_PROOF: readonly BatchOperationRow['kind'][] = ['set-variables', 'modify', 'correlate'];

/** Brings the items of operations to their end. Each item is first recorded as sent, with what it is about to
 *  do, then sent, then recorded as accepted. After a crash in between, the next run sees that the result is
 *  unknown, and checks the read side before it repeats anything. */
export function batchExecutor({ db, clock, audit, log, engine, read }: Deps) {
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

  async function executeItem(operation: BatchOperationRow, item: ClaimedItem): Promise<BatchItemResult> {
    const unknownEnd = item.was === 'sending' && Object.keys(item.plan).length > 0;
    try {
      if (unknownEnd && (await isEffectProjected(read, operation, item))) {
        await settleItem(operation, item, 'done');
        return 'settled';
      }
      const command = await buildItemCommand(operation, item, { engine, read });
      if (unknownEnd && !command.repeatable) {
        await settleItem(operation, item, 'failed', { code: 'uncertain' });
        return 'settled';
      }
      await send(operation, item, command, unknownEnd);
      return 'settled';
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
      return 'settled';
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
  ): Promise<BatchItemResult> {
    if (item.attempts >= MAX_ATTEMPTS) {
      const code = error.uncertain ? 'uncertain' : 'engine-unavailable';
      await settleItem(operation, item, 'failed', { code });
      return 'settled';
    }
    if (!error.uncertain) {
      await repo.plan(item, {});
      await repo.settle(item, 'waiting', { code: 'engine-unavailable' });
    }
    return 'engine-away';
  }

  /** Marks the items whose effect the read side shows by now. */
  async function reconcile(operation: BatchOperationRow): Promise<void> {
    for (const item of await repo.accepted(operation.id, RECONCILE_BATCH_SIZE))
      if (await isEffectProjected(read, operation, item)) await repo.settle(item, 'done');
  }

  const batches = batchesOf<BatchOperationRow>({ db, clock, audit }, BATCH_OPERATIONS);
  const { run, jobs } = batchRunner<BatchOperationRow, ClaimedItem>(batches, {
    sliceMs: SLICE_MS,
    retryAfterMs: RETRY_AFTER_MS,
    take: ({ id }, limit) => repo.claim(id, limit),
    prepare: async (operation) => (item) => executeItem(operation, item),

    async recordOfEnd({ id, bulk, kind, total, reason, created_by }) {
      if (!bulk) return undefined;
      const counts = (await repo.counts([id])).get(id) ?? {};
      return {
        actor: created_by,
        reason,
        details: { kind, total, counts },
        result: counts.failed || counts.refused ? 'failed' : 'done',
      };
    },
  });

  return { reconcile, jobs, run: (id: string) => run(id, log) };
}

export type BatchExecutor = ReturnType<typeof batchExecutor>;
