import { writeInner, writeInstance } from '../core/document.ts';
import type { Command, ExecutionContext, Interpreter } from '../core/engine.ts';
import type { ActivatedJob, Activation } from '../core/jobs.ts';
import type { Key } from '../core/model.ts';
import { type Need, NotLoaded, together } from '../core/not-loaded.ts';
import type { RecordLog } from '../core/record-log.ts';
import { Rejection, StepLimitExceeded } from '../core/rejection.ts';
import type { Counters } from '../core/runtime.ts';
import type { BannedInstance, ProcessInstance } from '../core/state.ts';
import { EvaluationPending } from '../decisions/evaluation-pending.ts';
import { createActivatableJobs } from './activatable-jobs.ts';
import { furtherNeedsOf, needsOf } from './command-needs.ts';
import type { InstanceCache } from './instance-cache.ts';
import { createLoaded, type Loaded } from './loaded-state.ts';
import type { MessageFilter } from './message-filter.ts';
import type { Poll, Polls } from './polls.ts';
import { load } from './read-state.ts';
import { encodeRecords, packRecords } from './record-batches.ts';
import { copyOfRegistry, restoreRegistry } from './registry-store.ts';
import { createSlowLane } from './slow-lane.ts';
import { type Changes, createUnitOfWork, type Known } from './unit-of-work.ts';
import { type ExporterPosition, statementOf, type Transaction } from './write-state.ts';
import { NotTheWriter, type Writer } from './writer.ts';

/** A command under way, and the callbacks for its answer. */
export type PendingCommand = {
  readonly command: Command;
  /** What earlier tries have found out. */
  readonly how: Required<ExecutionContext>;
  resolve(answer: unknown): void;
  reject(error: Error): void;
};

/** Result of a transaction. */
export type Committed = {
  turn: number;
  /** As encoded by encodeRecords. */
  records: Buffer;
  changes: Changes;
  delivered: readonly Delivered[];
};

/** Jobs for a poll that was waiting. */
type Delivered = { poll: Poll; jobs: ActivatedJob[] };

type Deps = {
  writer: Writer;
  interpreter: Interpreter;
  log: RecordLog;
  cache: InstanceCache;
  filter: MessageFilter;
  /** Banned instances, by the key of the instance. */
  asides: Map<Key, BannedInstance>;
  polls: Polls;
  now: () => number;
  /** Execution time in ms after which a turn starts no further command. */
  longestTurnMs: number;
  /** Reads the file of a definition or of decisions, or records there why it cannot. */
  loadFile: (need: FileNeed) => Promise<void>;
  takePositions: () => ExporterPosition[];
  /** Takes back a command that has to wait. */
  putOff: (waiting: PendingCommand, until: Promise<void>) => void;
  /** Takes back commands that the turn has no time for, to the front of the queue. */
  putBack: (waiting: readonly PendingCommand[]) => void;
  onCommitted: (committed: Committed) => void;
};

export type FileNeed = Extract<Need, { kind: 'model' | 'tables' }>;

type Outcome = { answer: unknown } | { error: Error };

/** Commands that have to wait, and until when. */
type Deferrals = ReadonlyMap<PendingCommand, Promise<void>>;

/** Some commands of a turn have to wait. The turn's changes are dropped; the other commands run again. */
class CommandsDeferred extends Error {
  readonly waits: Deferrals;
  constructor(waits: Deferrals) {
    super('put off');
    this.waits = waits;
  }
}

type TurnWork = ReturnType<typeof createUnitOfWork>;

/** Number of jobs per turn with a position of their own in the order. */
const JOB_ORDERS_PER_TURN = 65_536;

/** Commands that change the deployed resources run alone, because these are not part of the unit of work. */
export const runsAlone = ({ command }: PendingCommand): boolean =>
  command.do === 'deploy' || command.do === 'delete-resource';

const isPoll = ({ command }: PendingCommand): boolean => command.do === 'activate-jobs';

/** Creates the runner that executes commands that came together in one transaction. Each command sees the
 *  changes of those before it, and is answered after the commit. If one fails, all changes are dropped, and
 *  each is executed alone. One command may take long, but not many of them: commands that the turn has no
 *  time for go into the next one, and those of slow processes are delayed.
 *  @param last state after the last turn */
export function createTurns(deps: Deps, last: { turn: number; counters: Counters }) {
  const { writer, interpreter, log, cache, filter, asides, polls, now, longestTurnMs } = deps;
  let { turn, counters } = last;
  const standing = createActivatableJobs();
  const slowLane = createSlowLane(longestTurnMs);

  /** @throws NotTheWriter */
  async function run(commands: readonly PendingCommand[]): Promise<void> {
    const loaded = createLoaded(cache, filter, asides);
    const registry = commands.some(runsAlone) ? copyOfRegistry(interpreter.registry) : undefined;
    let batch = commands;
    let read = (): Promise<void> => preload(batch, loaded);
    for (;;) {
      const work = createUnitOfWork(loaded.known, (turn + 1) * JOB_ORDERS_PER_TURN);
      try {
        await read();
        batch = withoutThose(batch, resting(batch, loaded.known));
        const since = performance.now();
        interpreter.begin(work, counters);
        const { outcomes, delivered, left } = carryOutAll(batch, loaded.known);
        const records = encodeRecords(log.written);
        const committed = await commit(work, loaded, records);
        slowLane.recordTurn(performance.now() - since);
        cache.forgetChanges(holdersOf(work));
        cache.trim();
        standing.changed(work.changes.jobs, unfilled(batch, outcomes));
        if (left.length > 0) deps.putBack(left);
        batch.forEach((one, at) => settle(one, outcomes[at]));
        if (committed) deps.onCommitted({ turn, records, changes: work.changes, delivered });
        return;
      } catch (error) {
        cache.forgetChanges(work.changes.instances.keys());
        if (registry) restoreRegistry(interpreter.registry, registry);
        if (error instanceof NotTheWriter) throw error;
        if (error instanceof CommandsDeferred) {
          batch = withoutThose(batch, error.waits);
          read = async () => {};
        } else if (error instanceof NotLoaded) {
          const { needs } = error;
          read = () => loadAll(needs, loaded);
        } else return carryOutAlone(batch, error as Error);
      }
    }
  }

  /** Finds the commands of slow processes while these are delayed. Cancelling an instance is never delayed.
   *  @throws NotLoaded */
  function resting(batch: readonly PendingCommand[], known: Known): Deferrals {
    const waits = new Map<PendingCommand, Promise<void>>();
    if (slowLane.isEmpty()) return waits;
    for (const one of batch) {
      const definition = one.command.do === 'cancel-instance' ? undefined : definitionOf(one.command, known);
      const until = definition && slowLane.delayFor(definition);
      if (until) waits.set(one, until);
    }
    return waits;
  }

  /** Returns the process version of the instance that a command is for.
   *  @throws NotLoaded */
  function definitionOf(command: Command, known: Known): Key | undefined {
    const { registry } = interpreter;
    if (command.do === 'create-instance')
      return command.definitionKey ?? registry.latest.get(command.processId)?.key;
    const [need] = needsOf(command, registry);
    return need?.kind === 'instance' ? known.find(need.key)?.instance.definition.key : undefined;
  }

  /** Puts off the commands that have to wait, and returns the others. */
  function withoutThose(batch: readonly PendingCommand[], waits: Deferrals): readonly PendingCommand[] {
    for (const [one, until] of waits) deps.putOff(one, until);
    return batch.filter((one) => !waits.has(one));
  }

  /** Executes the commands. New polls come last, so that each sees the jobs created in its own transaction: a
   *  poll that finds nothing waits, and is not told of jobs created before. Polls that wait already come
   *  first.
   *  @returns also the commands left for the next turn
   *  @throws CommandsDeferred, NotLoaded */
  function carryOutAll(
    batch: readonly PendingCommand[],
    known: Known,
  ): {
    outcomes: Outcome[];
    delivered: Delivered[];
    left: PendingCommand[];
  } {
    const outcomes: Outcome[] = [];
    const waits = new Map<PendingCommand, Promise<void>>();
    const left: PendingCommand[] = [];
    const since = performance.now();
    const carryOutThose = (which: (one: PendingCommand) => boolean): void => {
      const those = [...batch.entries()].filter(([, one]) => which(one));
      together(those, ([at, one]) => {
        if (performance.now() - since > longestTurnMs) return void left.push(one);
        const outcome = carryOut(one, known);
        if ('until' in outcome) waits.set(one, outcome.until);
        else outcomes[at] = outcome;
      });
    };
    carryOutThose((one) => !isPoll(one));
    if (waits.size > 0) throw new CommandsDeferred(waits);
    const delivered = serve();
    carryOutThose(isPoll);
    return { outcomes, delivered, left };
  }

  /** @throws NotLoaded, StepLimitExceeded and errors of the engine itself */
  function carryOut({ command, how }: PendingCommand, known: Known): Outcome | { until: Promise<void> } {
    const at = how.evaluations.now ?? now();
    const since = performance.now();
    const took = (): void =>
      slowLane.recordCommand(performance.now() - since, () => definitionOf(command, known));
    try {
      const answer = interpreter.execute(command, at, how);
      took();
      return { answer };
    } catch (error) {
      if (error instanceof Rejection) return { error };
      if (error instanceof StepLimitExceeded && !how.parking) {
        took();
        how.parking = true;
        return { until: Promise.resolve() };
      }
      if (!(error instanceof EvaluationPending)) throw error;
      how.evaluations.now = at;
      return { until: error.answered };
    }
  }

  /** Gives new jobs to waiting polls, in the same transaction. */
  function serve(): Delivered[] {
    const delivered: Delivered[] = [];
    for (const type of interpreter.takeNewlyReady())
      for (const poll of polls.of(type)) {
        const jobs = interpreter.execute({ do: 'activate-jobs', ...poll.activation }, now());
        if (jobs.length === 0) break;
        delivered.push({ poll, jobs });
      }
    return delivered;
  }

  async function carryOutAlone(batch: readonly PendingCommand[], error: Error): Promise<void> {
    if (batch.length > 1) for (const one of batch) await run([one]);
    else batch[0]?.reject(error);
  }

  async function preload(batch: readonly PendingCommand[], loaded: Loaded): Promise<void> {
    const { registry } = interpreter;
    await loadAll(
      batch.flatMap(({ command }) => needsOf(command, registry)),
      loaded,
    );
    await loadAll(
      batch.flatMap(({ command }) => furtherNeedsOf(command, loaded.known)),
      loaded,
    );
  }

  async function loadAll(needs: readonly Need[], loaded: Loaded): Promise<void> {
    const missing: Need[] = [];
    for (const need of needs)
      if (need.kind === 'model' || need.kind === 'tables') await deps.loadFile(need);
      else if (need.kind === 'jobs' && standing.firstPlace(need.type) === Infinity)
        loaded.addNoJobs(need.type);
      else if (loaded.lacks(need)) missing.push(need);
    if (missing.length > 0) await load(writer.query, missing, loaded, standing);
  }

  /** @returns false when there was nothing to write */
  async function commit({ changes }: TurnWork, loaded: Loaded, records: Buffer): Promise<boolean> {
    const ended: Key[] = [];
    const documents: { key: Key; definition: Key; text: string; live: ProcessInstance }[] = [];
    for (const [key, live] of changes.instances)
      if (live) documents.push({ key, definition: live.definition.key, text: writeInstance(live), live });
      else ended.push(key);
    const parts: Transaction['parts'][number][] = [];
    const endedParts: Key[] = [];
    for (const [first, { instance, body, inner }] of changes.parts)
      if (inner) parts.push({ first, instance, body, text: writeInner(inner) });
      else endedParts.push(first);
    const statement = statementOf({
      turn: turn + 1,
      epoch: writer.epoch,
      counters: interpreter.counters(),
      records: await packRecords(records),
      documents: documents.filter(({ key, text }) => text !== cache.textOf(key)),
      ended,
      parts: parts.filter(({ first, text }) => text !== loaded.textOf(first)),
      endedParts,
      changes,
      positions: deps.takePositions(),
    });
    if (!statement.changesAnything) return false;
    await writer.commit(statement, turn + 1);
    turn += 1;
    counters = interpreter.counters();
    for (const { key, text, live } of documents)
      cache.put(key, { text, values: new Map(live.root.part.values) }, live);
    for (const key of ended) cache.drop(key);
    for (const place of changes.places.filled) filter.add(place);
    for (const place of changes.places.emptied) filter.remove(place);
    for (const [key, aside] of changes.asides)
      if (aside) asides.set(key, aside);
      else asides.delete(key);
    return true;
  }

  return { run, turn: () => turn };
}

/** Returns the activations that got fewer jobs than requested. */
const unfilled = (
  batch: readonly PendingCommand[],
  outcomes: readonly (Outcome | undefined)[],
): Activation[] =>
  batch.flatMap(({ command }, at) => {
    const outcome = outcomes[at];
    if (command.do !== 'activate-jobs' || !outcome || 'error' in outcome) return [];
    return (outcome.answer as ActivatedJob[]).length < command.max ? [command] : [];
  });

/** Returns the instances into which parts were loaded; those are not cached beyond a turn. */
const holdersOf = ({ changes }: TurnWork): Set<Key> =>
  new Set([...changes.parts.values()].map(({ instance }) => instance));

function settle({ resolve, reject }: PendingCommand, outcome: Outcome | undefined): void {
  if (outcome && 'answer' in outcome) resolve(outcome.answer);
  else if (outcome) reject(outcome.error);
}
