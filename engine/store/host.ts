import { createEngine, type Answers, type Command, type Engine } from '../core/engine.ts';
import { createRecordLog, type RecordLog } from '../core/record-log.ts';
import { openJournal, type ClockState } from './journal.ts';
import { journalFile, type Settings } from '../settings.ts';
import type { Resource } from '../core/deployments.ts';

/** The engine with its clock and its journal: what a command changed is in the file before anyone hears of it. */
export type Host = {
  readonly partitions: number;
  readonly log: RecordLog;
  execute: <C extends Exclude<Command, { do: 'deploy' }>>(
    command: C,
  ) => C['do'] extends keyof Answers ? Answers[C['do']] : void;
  deploy(resources: Resource[]): Promise<Answers['deploy']>;
  now(): number;
  moveClock(change: (clock: ClockState) => ClockState): void;
  /** Hears of job types with new jobs, after the command that made them. */
  onJobs(listener: (types: string[]) => void): void;
  /** Hears that there may be records to post. */
  onRecords(listener: () => void): void;
  acknowledge(exporter: string, partition: number, position: number): void;
  close(): void;
};

const LONGEST_NAP_MS = 1_000;

/** How often the positions of the exporters are kept, at most: a killed engine posts again what it posted since. */
const KEEP_POSITIONS_EVERY_MS = 1_000;

export async function openHost(settings: Pick<Settings, 'home' | 'partitions' | 'exporters'>): Promise<Host> {
  const { partitions } = settings;
  const types = Object.entries(settings.exporters).map(([id, exporter]) => [id, exporter.types] as const);
  const log = createRecordLog(partitions, Object.fromEntries(types));
  const engine = createEngine({ partitions, log });
  const { journal, entries } = openJournal(journalFile(settings));
  let clock: ClockState = { offsetMs: 0, pinnedMs: undefined };

  for (const entry of entries)
    if ('exported' in entry)
      log.acknowledge(entry.exported.exporter, entry.exported.partition, entry.exported.position);
  for (const entry of entries) {
    if ('clock' in entry) clock = entry.clock;
    if ('command' in entry) await replay(engine, entry.command, entry.at);
  }
  engine.takeNewlyReady();

  const now = (): number => clock.pinnedMs ?? Date.now() + clock.offsetMs;
  const jobListeners: ((types: string[]) => void)[] = [];
  const recordListeners: (() => void)[] = [];
  const positions = new Map<string, { exporter: string; partition: number; position: number }>();
  let timer: NodeJS.Timeout | undefined;
  let keeper: NodeJS.Timeout | undefined;

  const settled = (): void => {
    const newJobs = engine.takeNewlyReady();
    if (newJobs.length > 0) for (const listener of jobListeners) listener(newJobs);
    for (const listener of recordListeners) listener();
    nap();
  };
  const nap = (): void => {
    clearTimeout(timer);
    const due = engine.nextDueAt();
    if (due === undefined) return;
    timer = setTimeout(tick, Math.min(Math.max(due - now(), 0), LONGEST_NAP_MS));
  };
  const tick = (): void => {
    const due = engine.nextDueAt();
    if (due === undefined || due > now()) return nap();
    host.execute({ do: 'tick' });
  };

  const host: Host = {
    partitions,
    log,
    now,
    execute(command) {
      const at = now();
      const answer = engine.execute(command, at);
      const idle = command.do === 'activate-jobs' && (answer as unknown as unknown[]).length === 0;
      if (!idle) {
        journal.append({ at, command });
        settled();
      }
      return answer as never;
    },
    async deploy(resources) {
      const answer = await engine.deploy(resources, now, (at) =>
        journal.append({ at, command: { do: 'deploy', resources } }),
      );
      settled();
      return answer;
    },
    moveClock(change) {
      clock = change(clock);
      journal.append({ clock });
      tick();
    },
    onJobs: (listener) => void jobListeners.push(listener),
    onRecords: (listener) => void recordListeners.push(listener),
    acknowledge(exporter, partition, position) {
      log.acknowledge(exporter, partition, position);
      positions.set(`${exporter} ${partition}`, { exporter, partition, position });
      keeper ??= setTimeout(() => {
        keeper = undefined;
        for (const exported of positions.values()) journal.append({ exported });
        positions.clear();
      }, KEEP_POSITIONS_EVERY_MS);
    },
    close() {
      clearTimeout(timer);
      clearTimeout(keeper);
      journal.close();
    },
  };
  nap();
  return host;
}

async function replay(engine: Engine, command: Command, at: number): Promise<void> {
  if (command.do === 'deploy') await engine.deploy(command.resources, () => at);
  else engine.execute(command, at);
}
