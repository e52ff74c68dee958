import type { Notifier } from '#api/modules/notifications/index.ts';
import { requestClocks, type SlaCatalogue } from '#api/modules/sla/index.ts';
import { createBatcher } from '#api/platform/batcher.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { ClosingRulesProvider } from '../rights/closing-rules.ts';
import { type CitizenSteps, citizenSteps } from './citizen-steps.ts';
import { type ClockPauseSteps, clockPauseSteps } from './clock-pause-steps.ts';
import { type ClosingSteps, closingSteps } from './closing-steps.ts';
import { type HandlingSteps, handlingSteps } from './handling-steps.ts';
import { type OutsideLetterSteps, outsideLetterSteps } from './outside-letter-steps.ts';
import { type TransferSteps, transferSteps } from './transfer-steps.ts';

/** Steps of a request's life, each taken completely or not at all. */
export type LifecycleSteps = HandlingSteps &
  ClockPauseSteps &
  OutsideLetterSteps &
  ClosingSteps &
  TransferSteps &
  CitizenSteps;

type Deps = {
  db: Db;
  clock: Clock;
  notifier: Notifier;
  rules: ClosingRulesProvider;
  slaCatalogue: SlaCatalogue;
};

type StepHandler = (step: { requestId: string }) => Promise<unknown>;
type Call = { name: keyof LifecycleSteps; step: { requestId: string } };

/** Transactions that run at once. Further steps wait and share the next transaction, and so do steps that
 *  arrive together: an engine hands out many jobs at a time. */
const BATCH_CONCURRENCY = 4;
const MAX_BATCH_SIZE = 32;

/** Lock timeout of a batch of steps. The batch gives way to whoever holds one of its requests before
 *  PostgreSQL looks for deadlocks (after a second), so that nobody else has to. */
const BATCH_LOCK_TIMEOUT = `set local lock_timeout = '500ms'`;

/** Thrown when one of several steps failed, so that none of them was taken. */
class StepBatchFailed extends Error {}

/** Takes steps that arrive together in one transaction. If one of them fails, each gets a transaction of its
 *  own. */
export function batchedSteps(deps: Deps): LifecycleSteps {
  const take = createBatcher((calls: readonly Call[]) => takeAll(calls, deps), {
    atOnce: BATCH_CONCURRENCY,
    most: MAX_BATCH_SIZE,
    isOfOne: (error) => error instanceof StepBatchFailed,
  });
  const names = Object.keys(lifecycleSteps(deps.db, deps)) as (keyof LifecycleSteps)[];
  const together =
    (name: keyof LifecycleSteps): StepHandler =>
    (step) =>
      take({ name, step });
  return Object.fromEntries(names.map((name) => [name, together(name)])) as unknown as LifecycleSteps;
}

/** @throws StepBatchFailed for several steps; for a single step its own error; for a commit that may have
 *  succeeded the error of the database */
async function takeAll(calls: readonly Call[], deps: Deps): Promise<unknown[]> {
  let failed: PromiseRejectedResult | undefined;
  try {
    return await deps.db.transaction(async (tx) => {
      if (calls.length > 1) await tx.raw(BATCH_LOCK_TIMEOUT);
      const ends = await settleAll(calls, lifecycleSteps(tx, deps));
      failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value);
    });
  } catch (error) {
    if (!failed) throw error;
    throw calls.length > 1 ? new StepBatchFailed() : failed.reason;
  }
}

function lifecycleSteps(db: Db, { clock, notifier, rules, slaCatalogue }: Deps): LifecycleSteps {
  const clocks = requestClocks({ db, clock, slaCatalogue });
  const deps = { db, clock, notifier, clocks };
  return {
    ...handlingSteps(deps),
    ...clockPauseSteps(deps),
    ...closingSteps({ ...deps, rules }),
    ...transferSteps(deps),
    ...citizenSteps({ db, clock, clocks, rules }),
    ...outsideLetterSteps({ db, clock }),
  };
}

/** Takes the steps in the order of their request ids, as everybody does who holds several, so that two
 *  batches seldom wait for each other. Steps of one request run one after the other, because a transaction
 *  does not wait for its own locks. */
async function settleAll(
  calls: readonly Call[],
  steps: LifecycleSteps,
): Promise<PromiseSettledResult<unknown>[]> {
  const last = new Map<string, Promise<unknown>>();
  const taken = new Map<Call, Promise<unknown>>();
  for (const call of [...calls].sort(byRequest)) {
    const act = async (): Promise<unknown> => (steps[call.name] as StepHandler)(call.step);
    const one = last.get(requestOf(call))?.then(act) ?? act();
    last.set(requestOf(call), one);
    taken.set(call, one);
  }
  return Promise.allSettled(calls.map((call) => taken.get(call)));
}

const requestOf = ({ step }: Call): string => step.requestId.toLowerCase();

const byRequest = (one: Call, other: Call): number =>
  requestOf(one) < requestOf(other) ? -1 : requestOf(one) > requestOf(other) ? 1 : 0;
