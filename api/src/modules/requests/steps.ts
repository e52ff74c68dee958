import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { createBatcher } from '#api/platform/batcher.ts';
import type { Notifier } from '../notifications/index.ts';
import { slaClock, type SlaBook } from '../sla/index.ts';
import { citizenSteps, type CitizenSteps } from './citizen-steps.ts';
import type { ClosingRulebook } from './closing-rules.ts';
import { closingSteps, type ClosingSteps } from './closing-steps.ts';
import { outsideBodySteps, type OutsideBodySteps } from './outside-body-steps.ts';
import { outsideSteps, type OutsideSteps } from './outside-steps.ts';
import { requestSteps, type RequestSteps } from './request-steps.ts';
import { transferSteps, type TransferSteps } from './transfer-steps.ts';

/** The steps of a request's life, each taken whole or not at all. */
export type Steps = RequestSteps &
  OutsideBodySteps &
  OutsideSteps &
  ClosingSteps &
  TransferSteps &
  CitizenSteps;

type Deps = { db: Db; clock: Clock; notifier: Notifier; rules: ClosingRulebook; book: SlaBook };

type AnyStep = (step: { requestId: string }) => Promise<unknown>;
type Call = { name: keyof Steps; step: { requestId: string } };

/** Steps that come while so many transactions are under way wait and go together in the next, as do those that come at once: an
 *  engine hands out its jobs many at a time. */
const AT_ONCE = 4;
const MOST_TOGETHER = 32;

/** Steps that are taken together give way to whoever holds one of their requests: sooner than PostgreSQL looks for those who wait in a
 *  circle (a second), so that nobody else has to. */
const GIVE_WAY = `set local lock_timeout = '500ms'`;

/** One of several steps failed, so that none of them was taken. */
class NotTogether extends Error {}

/** Takes steps that come together in one transaction; where one of them fails, each in one of its own. */
export function stepsTogether(deps: Deps): Steps {
  const take = createBatcher((calls: readonly Call[]) => takeAll(calls, deps), {
    atOnce: AT_ONCE,
    most: MOST_TOGETHER,
    isOfOne: (error) => error instanceof NotTogether,
  });
  const names = Object.keys(stepsIn(deps.db, deps)) as (keyof Steps)[];
  const together =
    (name: keyof Steps): AnyStep =>
    (step) =>
      take({ name, step });
  return Object.fromEntries(names.map((name) => [name, together(name)])) as unknown as Steps;
}

/** @throws NotTogether; of a single step what that says; of a commit that may have been carried out what the database says */
async function takeAll(calls: readonly Call[], deps: Deps): Promise<unknown[]> {
  let failed: PromiseRejectedResult | undefined;
  try {
    return await deps.db.transaction(async (tx) => {
      if (calls.length > 1) await tx.raw(GIVE_WAY);
      const ends = await settleAll(calls, stepsIn(tx, deps));
      failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value);
    });
  } catch (error) {
    if (!failed) throw error;
    throw calls.length > 1 ? new NotTogether() : failed.reason;
  }
}

function stepsIn(db: Db, { clock, notifier, rules, book }: Deps): Steps {
  const clocks = slaClock({ db, clock, book });
  const deps = { db, clock, notifier, clocks };
  return {
    ...requestSteps(deps),
    ...outsideBodySteps(deps),
    ...closingSteps({ ...deps, rules }),
    ...transferSteps(deps),
    ...citizenSteps({ db, clock, clocks, rules }),
    ...outsideSteps({ db, clock }),
  };
}

/** Takes the steps in the order of their requests' ids, as everybody does who holds several, so that two seldom wait for each other; and
 *  those with one request one after the other, because a transaction does not wait for its own locks. */
async function settleAll(calls: readonly Call[], steps: Steps): Promise<PromiseSettledResult<unknown>[]> {
  const last = new Map<string, Promise<unknown>>();
  const taken = new Map<Call, Promise<unknown>>();
  for (const call of [...calls].sort(byRequest)) {
    const act = async (): Promise<unknown> => (steps[call.name] as AnyStep)(call.step);
    const one = last.get(requestOf(call))?.then(act) ?? act();
    last.set(requestOf(call), one);
    taken.set(call, one);
  }
  return Promise.allSettled(calls.map((call) => taken.get(call)));
}

const requestOf = ({ step }: Call): string => step.requestId.toLowerCase();

const byRequest = (one: Call, other: Call): number =>
  requestOf(one) < requestOf(other) ? -1 : requestOf(one) > requestOf(other) ? 1 : 0;
