import type { AuditEntry, AuditLog } from '#api/modules/audit/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob } from '#api/platform/jobs.ts';
import type { DomainError } from '#api/platform/problems.ts';
import type { Staff } from '#api/platform/staff.ts';
import {
  BATCH_CHANGES,
  type BatchChange,
  type BatchState,
  isBatchChangeLegal,
} from '#common/contract/index.ts';

/** A kind of batch. What it does to its items is its `BatchWork`. */
export type BatchKind = {
  /** Its name in audit entries. */
  name: string;
  /** First part of the names of its jobs. */
  jobs: string;
  table: string;
  items: string;
  /** Column of the items with the id of the batch. */
  batchId: string;
  /** States of items that are brought to their end even when the batch is stopped. */
  begunStates: readonly string[];
  /** True when a batch can be resumed after its end. */
  reopens: boolean;
  /** True when a change to the state in which a batch is already is done instead of refused. */
  acceptsRepeats: boolean;
  NotFound: new () => DomainError;
  StateConflict: new (detail: undefined, extra: { state: BatchState }) => DomainError;
};

/** Columns that the tables of all kinds have, besides `version`, `heartbeat_at` and those of `columnsOf`. */
export type BatchRow = { id: string; state: BatchState; started_at: Date | null };

export type BatchCaller = { user: Staff; httpRequestId: string; remoteAddress: string };

/** What a kind adds to a change: columns of its own, and what the audit log records. */
export type ChangeRecord = Partial<Omit<AuditEntry, 'action' | 'object'>> & { columns?: object };

export const runJobOf = ({ jobs }: BatchKind): string => `${jobs}.run`;

/** Queues the job that works on a batch; one that waits is replaced. */
export const queueBatch = (db: Db, kind: BatchKind, id: string, runAt?: Date): Promise<void> =>
  addJob(db, runJobOf(kind), { id }, { key: `${runJobOf(kind)}:${id}`, ...(runAt && { runAt }) });

/** Batches of one kind: their life, and what the runner asks of them. */
export function batchesOf<Row extends BatchRow>(
  { db, clock, audit }: { db: Db; clock: Clock; audit: AuditLog },
  kind: BatchKind,
) {
  const { table, items, batchId } = kind;
  return {
    kind,

    get: async (id: string): Promise<Row | undefined> => db(table).where({ id }).first(),

    /** Changes the state, queues the job, which sees by itself what is left to do, and records the change;
     *  all in one transaction. What was stopped meanwhile does not finish.
     *  @param call null for the product itself
     *  @param prepare checks in the transaction what only this kind demands; undefined records nothing
     *  @throws NotFound and StateConflict of the kind */
    change: (
      id: string,
      change: BatchChange,
      call: BatchCaller | null,
      prepare: (batch: Row, tx: Db) => Promise<ChangeRecord | undefined>,
    ): Promise<Row> =>
      db.transaction(async (tx) => {
        const batch = (await tx(table).where({ id }).forUpdate().first()) as Row | undefined;
        if (!batch) throw new kind.NotFound();
        const record = await prepare(batch, tx);
        const { to, past } = BATCH_CHANGES[change];
        if (!isBatchChangeLegal(change, batch.state, kind.reopens)) {
          if (change === 'finish' || (kind.acceptsRepeats && batch.state === to)) return batch;
          throw new kind.StateConflict(undefined, { state: batch.state });
        }
        const { columns, ...entry } = record ?? {};
        const actor = call?.user.username ?? null;
        const [changed] = await tx(table)
          .where({ id })
          .update({
            state: to,
            version: tx.raw('version + 1'),
            ...columnsOf(change, actor, clock.now()),
            ...columns,
          })
          .returning('*');
        if (change !== 'finish') await queueBatch(tx, kind, id);
        if (record)
          await audit.within(tx).write({
            actor,
            result: 'done',
            httpRequestId: call?.httpRequestId,
            remoteAddress: call?.remoteAddress,
            ...entry,
            action: `${kind.name}.${past}`,
            object: { kind: kind.name, id },
          });
        return changed as Row;
      }),

    queue: (id: string, runAt?: Date): Promise<void> => queueBatch(db, kind, id, runAt),

    async heartbeat(id: string): Promise<void> {
      await db(table).where({ id }).update({ heartbeat_at: db.fn.now() });
    },

    /** Tells whether items wait, or somebody else works on them. */
    hasOpenItems: async (id: string): Promise<boolean> =>
      (await db(items)
        .where({ [batchId]: id })
        .whereIn('state', OPEN_STATES)
        .first('ordinal')) !== undefined,

    /** Finds batches that are to be worked on, and that no node has worked on for a while. */
    findStale: async (seconds: number): Promise<string[]> =>
      db(`${table} as batch`)
        .where((unsettled) => {
          const begun = db(items).whereRaw('?? = batch.id', [batchId]).whereIn('state', kind.begunStates);
          void unsettled.where({ state: 'running' }).orWhereExists(begun);
        })
        .whereNotNull('started_at')
        .whereRaw(`coalesce(heartbeat_at, '-infinity') < now() - ? * interval '1 second'`, [seconds])
        .pluck('id'),
  };
}

export type Batches<Row extends BatchRow> = ReturnType<typeof batchesOf<Row>>;

/** States that items of all kinds have before they are settled. */
const OPEN_STATES = ['waiting', 'sending'];

const columnsOf = (change: BatchChange, actor: string | null, now: Date): object =>
  ({
    start: { started_at: now },
    stop: { stopped_by: actor },
    resume: { stopped_by: null, finished_at: null },
    discard: {},
    finish: { finished_at: now },
  })[change];
