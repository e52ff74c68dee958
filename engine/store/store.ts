import { type Command, type CommandResult, type CommandResults, createInterpreter } from '../core/engine.ts';
import type { ActivatedJob, Activation } from '../core/jobs.ts';
import type { Resource } from '../core/prepare.ts';
import { createRecordLog } from '../core/record-log.ts';
import { type Counters, firstCounters } from '../core/runtime.ts';
import { noEvaluations } from '../decisions/feel.ts';
import { createBackPressure } from './back-pressure.ts';
import { type ClockState, openClock } from './clock.ts';
import { createDueTimes } from './due-times.ts';
import { createExporterPositions, type ExporterPositions } from './exporter-positions.ts';
import { createInstanceBanning, loadBannedInstances } from './instance-banning.ts';
import { createInstanceCache } from './instance-cache.ts';
import { createMessageFilter, type MessageFilter } from './message-filter.ts';
import { createPolls } from './polls.ts';
import { createRecordBatches, type RecordBatches } from './record-batches.ts';
import { loadModel, loadRegistry, loadTables } from './registry-store.ts';
import { createResourcePreparer } from './resource-preparer.ts';
import { type Committed, createTurns, type PendingCommand, runsAlone } from './turns.ts';
import { placeOf } from './unit-of-work.ts';
import { becomeWriter, type Query, type Writer } from './writer.ts';

/** The engine with its state in PostgreSQL: whatever it answers has been committed. */
export type Store = {
  readonly partitions: number;
  readonly records: RecordBatches;
  readonly exporterPositions: ExporterPositions;
  now(): number;
  /** @throws Rejection, ResourceExhausted */
  execute<C extends Command>(command: C): Promise<CommandResult<C>>;
  /** @throws Rejection that names the error */
  deploy(resources: readonly Resource[]): Promise<CommandResults['deploy']>;
  /** Asks for jobs now and, where there are none and `waits` is set, for the next ones. `deliver` is called
   *  once, unless the poll is closed before; it returns false when the worker is gone. */
  poll(activation: Activation, deliver: (jobs: ActivatedJob[]) => boolean, waits: boolean): { close(): void };
  moveClock(change: (clock: ClockState) => ClockState): Promise<void>;
  /** Registers a listener for new records to post. */
  onRecords(listener: () => void): void;
  close(): Promise<void>;
};

export type StoreOptions = {
  databaseUrl: string;
  partitions: number;
  /** The exporters by name, with the value types that each takes. */
  exporters: Readonly<Record<string, { readonly types: readonly string[] }>>;
  /** Memory for process instances, in bytes; 0 reads each one from the database again for every command. */
  cacheBytes: number;
  /** Execution time in ms after which a turn starts no further command; 250 by default. */
  longestTurnMs?: number;
  log: (sentence: string) => void;
  /** Called when this engine cannot continue. */
  onEnd: (error: Error) => void;
};

/** The engine is overloaded; the command was not executed. */
export class ResourceExhausted extends Error {
  override readonly name = 'ResourceExhausted';
}

const MAX_TURN_MS = 250;
/** Maximum number of commands per transaction. */
const MAX_COMMANDS_PER_TURN = 256;
/** When the first command in the queue has waited this long, no more are accepted. */
const MAX_WAIT_MS = 5_000;
/** Bytes of records kept in memory, for exporters that keep up. */
const RECORD_BYTES = 32 * 1024 * 1024;
const SAVE_POSITIONS_INTERVAL_MS = 1_000;
const DROP_BATCHES_INTERVAL_MS = 5_000;
/** Index entries before $1 may remain while an old snapshot is open, so they are not read again. */
const DROP_BATCHES = 'delete from record_batch where turn >= $1 and turn < $2';

const nothing = (): void => {};

const firstTry = (): PendingCommand['how'] => ({ parking: false, evaluations: noEvaluations() });

/** Returns true for commands that start new work. Others continue work under way, or end it. */
const mayCreateJobs = (command: Command): boolean =>
  command.do === 'publish' || command.do === 'create-instance';

/** Becomes the writer of the state and continues where the last one stopped. Nothing is replayed. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { log, onEnd } = options;
  const writer = await becomeWriter(options.databaseUrl, {
    onWaiting: () => log('Another engine writes; this one waits to take over.'),
    onLost: (why) => log(`The database is away: ${why}`),
    onBack: () => log('The database is back.'),
    onEnd,
  });
  try {
    return await runStore(writer, options);
  } catch (error) {
    writer.close();
    throw error;
  }
}

async function runStore(writer: Writer, options: StoreOptions): Promise<Store> {
  const { partitions, exporters, log, onEnd } = options;
  const { query } = writer;
  const registry = await loadRegistry(query);
  const clock = await openClock(query);
  const filter = createMessageFilter();
  await fillFilter(query, filter);
  const asides = await loadBannedInstances(query);
  const last = await lastTurn(query, partitions);
  const recordLog = createRecordLog(new Set(Object.values(exporters).flatMap(({ types }) => types)));
  const records = createRecordBatches(query, { maxBytes: RECORD_BYTES, lastTurn: last.turn });
  const exporterPositions = await createExporterPositions(query, Object.keys(exporters), partitions);
  const backPressure = createBackPressure(records, exporterPositions);
  const preparing = createResourcePreparer();
  const polls = createPolls();
  const dueTimes = createDueTimes(query, { now: clock.now, wake: () => void work() });
  const recordListeners: (() => void)[] = [];
  const queue: (PendingCommand & { since: number })[] = [];
  let working: Promise<void> | undefined;
  let closed = false;
  let keepsPositions = false;
  const instanceBanning = createInstanceBanning(query, {
    asides,
    log,
    banInstance: (fault) =>
      submit({ command: { do: 'set-aside', ...fault }, resolve: nothing, reject: onEnd }),
  });

  const turns = createTurns(
    {
      writer,
      interpreter: createInterpreter({ partitions, registry, log: recordLog }),
      log: recordLog,
      cache: createInstanceCache(registry.definitions, {
        maxBytes: options.cacheBytes,
        onUnreadable: (key, why) =>
          void instanceBanning.banUnreadable(key, `it cannot be read: ${why}`).catch(onEnd),
      }),
      filter,
      asides,
      polls,
      now: clock.now,
      longestTurnMs: options.longestTurnMs ?? MAX_TURN_MS,
      loadFile: (need) =>
        need.kind === 'model'
          ? loadModel(query, preparing, registry, need.definition)
          : loadTables(query, preparing, registry, need.requirements),
      takePositions() {
        if (!keepsPositions) return [];
        keepsPositions = false;
        return exporterPositions.takeChanged();
      },
      putOff(waiting, until) {
        void until.then(() => {
          if (closed) waiting.reject(new ResourceExhausted('the engine stops'));
          else enqueue(waiting);
        });
      },
      putBack: (waiting) =>
        void queue.unshift(...waiting.map((one) => ({ since: performance.now(), ...one }))),
      onCommitted,
    },
    last,
  );

  function onCommitted({ turn, records: committed, changes, delivered }: Committed): void {
    records.add(turn, committed);
    dueTimes.add(changes);
    for (const { poll, jobs } of delivered) {
      polls.remove(poll);
      deliver(poll.deliver, jobs);
    }
    for (const listener of recordListeners) listener();
  }

  /** Delivers jobs; if the worker has gone away meanwhile, they become activatable again. */
  function deliver(to: (jobs: ActivatedJob[]) => boolean, jobs: ActivatedJob[]): void {
    if (to(jobs)) return;
    const keys = jobs.map(({ key }) => key);
    submit({ command: { do: 'return-jobs', keys }, resolve: nothing, reject: nothing });
  }

  function submit(one: Omit<PendingCommand, 'how'>): void {
    enqueue({ ...one, how: firstTry() });
  }

  function enqueue(waiting: PendingCommand): void {
    queue.push({ ...waiting, since: performance.now() });
    void work();
  }

  /** Processes the queue, turn by turn, until it is empty. */
  function work(): Promise<void> {
    working ??= turnByTurn()
      .catch(onEnd)
      .finally(() => {
        working = undefined;
        if (closed) return;
        if (queue.length > 0) void work();
        else dueTimes.sleep();
      });
    return working;
  }

  async function turnByTurn(): Promise<void> {
    // Commands that arrive in the same tick share a turn.
    await Promise.resolve();
    for (;;) {
      const batch = nextBatch();
      const due = closed ? [] : await dueTimes.take();
      const waiting = [...batch, ...due.map(whatHappens)];
      if (waiting.length === 0 && !keepsPositions) return;
      await turns.run(waiting);
    }
  }

  /** Creates a pending command for what is due. If it cannot be executed, it stays stored, and comes again
   *  after a restart of the engine. */
  function whatHappens(command: Extract<Command, { do: 'happen' }>): PendingCommand {
    const { kind, key } = command.due;
    const reject = (error: Error): void => {
      if (closed) return;
      if (kind === 'message') return onEnd(error);
      instanceBanning.banFailed(key, error).catch(onEnd);
    };
    return { command, how: firstTry(), resolve: nothing, reject };
  }

  function nextBatch(): PendingCommand[] {
    const alone = queue.findIndex(runsAlone);
    const most = alone < 0 ? MAX_COMMANDS_PER_TURN : alone === 0 ? 1 : Math.min(alone, MAX_COMMANDS_PER_TURN);
    return queue.splice(0, most);
  }

  function execute<C extends Command>(command: C): Promise<CommandResult<C>> {
    const wait = mayCreateJobs(command) ? backPressure() : undefined;
    return wait ? wait.then(() => take(command)) : take(command);
  }

  function take<C extends Command>(command: C): Promise<CommandResult<C>> {
    return new Promise((resolve, reject) => {
      const waits = performance.now() - (queue[0]?.since ?? Infinity);
      if (closed || waits > MAX_WAIT_MS)
        return reject(new ResourceExhausted('the engine has too much to do'));
      submit({ command, resolve: resolve as (answer: unknown) => void, reject });
    });
  }

  const keeping = setInterval(() => {
    if (!exporterPositions.hasChanged()) return;
    keepsPositions = true;
    void work();
  }, SAVE_POSITIONS_INTERVAL_MS);
  let firstTurn = 0;
  const dropping = setInterval(() => {
    const first = Math.min(exporterPositions.oldestTurn(), turns.turn());
    if (first === firstTurn) return;
    const dropped = firstTurn;
    firstTurn = first;
    query('drop batches', DROP_BATCHES, [dropped, first]).catch((error: Error) => {
      if (!closed) onEnd(error);
    });
  }, DROP_BATCHES_INTERVAL_MS);

  for (const key of asides.keys())
    submit({ command: { do: 'look-again', instanceKey: key }, resolve: nothing, reject: onEnd });
  void work();
  return {
    partitions,
    records,
    exporterPositions,
    now: clock.now,
    execute,
    async deploy(resources) {
      const prepared = await Promise.all(resources.map(preparing.prepare));
      return execute({ do: 'deploy', prepared });
    },
    poll(activation, to, waits) {
      const poll = { activation, deliver: to };
      let open = true;
      submit({
        command: { do: 'activate-jobs', ...activation },
        resolve(answer) {
          const jobs = answer as ActivatedJob[];
          if (jobs.length > 0 || !waits) deliver(to, jobs);
          else if (open) polls.add(poll);
        },
        reject: () => deliver(to, []),
      });
      return {
        close() {
          open = false;
          polls.remove(poll);
        },
      };
    },
    async moveClock(change) {
      await clock.move(change);
      await work();
    },
    onRecords: (listener) => void recordListeners.push(listener),
    async close() {
      closed = true;
      clearInterval(keeping);
      clearInterval(dropping);
      dueTimes.close();
      await working;
      await preparing.close();
      writer.close();
    },
  };
}

async function fillFilter(query: Query, filter: MessageFilter): Promise<void> {
  const rows = await query<{ name: string; correlationKey: string }>(
    'places',
    'select name, correlation_key as "correlationKey" from message',
    [],
  );
  for (const { name, correlationKey } of rows) filter.add(placeOf(name, correlationKey));
}

/** @throws Error when there were more partitions before, whose instances would be orphaned */
async function lastTurn(query: Query, partitions: number): Promise<{ turn: number; counters: Counters }> {
  const [row] = await query<{ turn: string; counters: Counters }>(
    'last turn',
    'select turn, counters from record_batch order by turn desc limit 1',
    [],
  );
  if (!row) return { turn: 0, counters: firstCounters(partitions) };
  const before = row.counters.positions.length - 1;
  if (before > partitions)
    throw new Error(
      `ZEEBE_PARTITIONS is ${partitions}, but the state has ${before} partitions, and none can be left out: set it to ${before} or more`,
    );
  return { turn: Number(row.turn), counters: row.counters };
}
