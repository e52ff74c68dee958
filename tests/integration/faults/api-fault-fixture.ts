import type { FiledRequest } from '#common/contract/index.ts';
import { anApiProcess, type ApiProcess } from '#tests/support/api-process.ts';
import { expectReconciled } from '#tests/support/checks/reconciliation.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { advanceClock } from '#tests/support/engine/clock.ts';
import { DECISIONS, type PeopleClient, peopleClient } from '#tests/support/people/people-client.ts';
import { engine, postgres } from '#tests/support/stack/stack-control.ts';
import { eventually } from '#tests/support/wait.ts';

/** Longer than a worker may hold a job. */
const JOB_TIMEOUT_MS = 70_000;

/** Default caseworker for the requests that tests file. */
export const CASEWORKER = 'caseworker.rmto-tehran';

export type ApiFaultFixture = {
  readonly database: TestDatabase;
  readonly api: ApiProcess;
  readonly people: PeopleClient;
  /** Files a number of requests, a few at a time, and remembers them for the reconciliation. */
  file(count: number, given?: Parameters<PeopleClient['file']>[0]): Promise<FiledRequest[]>;
  /** Returns the open task of a request, once users can see it. */
  openTask(request: Pick<FiledRequest, 'id'>): Promise<string>;
  /** Works on requests until they are closed. That reveals a duplicate start, because the engine holds the
   *  second one back as long as the first instance runs. */
  finish(requests: readonly FiledRequest[]): Promise<void>;
  /** Runs an action while a statement's lock is held, then releases the lock. */
  whileLocked(lock: string, act: () => Promise<void>): Promise<void>;
  /** Expires the leases of a dead process, so that its messages and jobs are free again. */
  expireLeases(): Promise<void>;
  /** Expects that nothing is lost or duplicated. */
  expectReconciled(): Promise<void>;
  close(): Promise<void>;
};

/** Creates a private database and runs the API in its own process, on the engine of the test services. */
export async function anApiFaultFixture({
  config = {},
}: { config?: Record<string, string> } = {}): Promise<ApiFaultFixture> {
  const database = await aDatabase();
  const api = await anApiProcess({ database, config });
  const people = peopleClient(api);
  const filed: FiledRequest[] = [];
  const { db } = database;
  const is = (status: string, { id }: FiledRequest) =>
    eventually(async () => (await db('requests').where({ id, status })).length === 1);
  const openTask: ApiFaultFixture['openTask'] = ({ id }) =>
    eventually(async () => {
      const task = await db('tasks').where({ request_id: id, state: 'created' }).first();
      return task && String(task.task_key);
    });

  return {
    database,
    api,
    people,
    async file(count, given) {
      const mine: FiledRequest[] = [];
      await inParallel(Array.from({ length: count }), async () => {
        const request = await people.file(given);
        filed.push(request);
        mine.push(request);
      });
      return mine;
    },
    openTask,
    finish: (requests) =>
      inParallel(requests, async (request) => {
        await people.claimAndComplete(await openTask(request), DECISIONS.answer, CASEWORKER);
        await is('answered', request);
        await people.confirmOrReopen(request, { reopen: false });
        await is('closed', request);
      }),
    async whileLocked(lock, act) {
      const held = await db.transaction();
      try {
        await held.raw(lock);
        await act();
      } finally {
        await held.rollback();
      }
    },
    async expireLeases() {
      await db('outbox')
        .whereNull('sent_at')
        .update({ next_try_at: db.raw('clock_timestamp()') });
      await advanceClock(JOB_TIMEOUT_MS);
    },
    expectReconciled: () => expectReconciled(db, filed),
    async close() {
      await api.stop();
      await Promise.all([postgres.start(), engine.start()]);
      await database.drop();
    },
  };
}

/** Runs `work` for each item, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  { workers = 6 }: { workers?: number } = {},
): Promise<void> {
  const left = [...items].reverse();
  const next = async () => {
    while (left.length > 0) await work(left.pop() as T);
  };
  await allOf(Array.from({ length: workers }, next));
}

/** Waits for all of them, even when one fails, so that nothing continues in the background after a test. */
export async function allOf(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}
