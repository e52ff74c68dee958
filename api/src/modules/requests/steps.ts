import type { Clock } from '../../platform/clock.ts';
import { isDatabaseAway, type Db } from '../../platform/db.ts';
import { gather } from '../../platform/gather.ts';
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

/** Takes steps that come together in one transaction. Where one of them fails, each is taken in one of its own. */
export function stepsTogether(deps: Deps): Steps {
  const take = gather(
    (calls: readonly Call[]) => deps.db.transaction((tx) => takeAll(stepsIn(tx, deps), calls)),
    { atOnce: AT_ONCE, most: MOST_TOGETHER, isOfOne: (error) => !isDatabaseAway(error) },
  );
  const names = Object.keys(stepsIn(deps.db, deps)) as (keyof Steps)[];
  const together =
    (name: keyof Steps): AnyStep =>
    (step) =>
      take({ name, step });
  return Object.fromEntries(names.map((name) => [name, together(name)])) as unknown as Steps;
}

function stepsIn(db: Db, { clock, notifier, rules, book }: Deps): Steps {
  const clocks = slaClock({ db, clock, book });
  const deps = { db, clock, notifier, clocks };
  return {
    ...requestSteps(deps),
    ...outsideBodySteps(deps),
    ...closingSteps(deps),
    ...transferSteps(deps),
    ...citizenSteps({ db, clock, clocks, rules }),
    ...outsideSteps({ db, clock }),
  };
}

/** Whoever holds several requests takes them in the order of their ids, so that no two wait for each other. A transaction does not
 *  wait for its own locks, so steps with one request follow each other.
 *  @throws what the first that failed did, when all have come to an end */
async function takeAll(steps: Steps, calls: readonly Call[]): Promise<unknown[]> {
  const last = new Map<string, Promise<unknown>>();
  const taken = new Map<Call, Promise<unknown>>();
  for (const call of [...calls].sort(byRequest)) {
    const { name, step } = call;
    const act = async (): Promise<unknown> => (steps[name] as AnyStep)(step);
    const one = last.get(step.requestId)?.then(act) ?? act();
    last.set(step.requestId, one);
    taken.set(call, one);
  }
  await Promise.allSettled(taken.values());
  return Promise.all(calls.map((call) => taken.get(call)));
}

const byRequest = ({ step: one }: Call, { step: other }: Call): number =>
  one.requestId < other.requestId ? -1 : one.requestId > other.requestId ? 1 : 0;
