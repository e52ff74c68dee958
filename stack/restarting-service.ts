import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataFolders, fullDisk } from './disk-space.ts';
import type { Control } from './launch.ts';
import type { Reporter } from './reporter.ts';
import { type Component, type Service, serviceOf } from './service.ts';
import { endChild, logFolder } from './supervise.ts';
import { NotReady } from './wait.ts';

/** How often and how soon a component is restarted. */
export interface RestartPolicy {
  /** Pause before the first restart; each further one is twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** A component that has run this long has recovered: the pauses start over. */
  readonly recoveredAfterMs: number;
  /** Maximum number of failed starts in a row. */
  readonly failedStarts: number;
}

const DEFAULT_RESTART_POLICY: RestartPolicy = {
  firstPauseMs: 1_000,
  longestPauseMs: 30_000,
  recoveredAfterMs: 60_000,
  failedStarts: 5,
};

/** Options for restarting a component. */
export interface RestartOptions extends Control {
  readonly home: string;
  readonly reporter: Reporter;
  readonly patience?: RestartPolicy;
}

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;

/** Creates a service that restarts by itself after a pause when it ends on its own, and gives up when it
 *  fails too often to become ready. A start that fails while a component it needs is unavailable, or while
 *  the disk is full, does not count. The first start is not retried. */
export function restartingService(component: Component, options: RestartOptions): Service {
  const { id, name, needs = [] } = component;
  const { home, reporter, giveUp, ending, patience = DEFAULT_RESTART_POLICY } = options;
  const log = join(logFolder(home), `${id}.log`);
  let pauses = 0;
  let readyAt = 0;
  let comingBack: Promise<void> | undefined;

  const service = serviceOf(component, (_name, how) => {
    if (ending.aborted) return;
    if (performance.now() - readyAt >= patience.recoveredAfterMs) pauses = 0;
    const back = comeBack(`ended on its own (${how})`)
      .catch((error: unknown) => giveUp(`${name} cannot be started again (${firstLine(error)}).`))
      .finally(() => {
        if (comingBack === back) comingBack = undefined;
      });
    comingBack = back;
  });

  async function start(): Promise<void> {
    await service.start();
    readyAt = performance.now();
  }

  async function comeBack(ended: string): Promise<void> {
    let what = ended;
    let failed = 0;
    while (failed < patience.failedStarts) {
      await announcedPause(what);
      await Promise.all(needs.map((needed) => needed.start()));
      if (ending.aborted) return;
      const since = performance.now();
      try {
        await start();
        reporter.say(`${name} is ready again (${seconds(performance.now() - since)}).`);
        return;
      } catch (error) {
        if (ending.aborted) return;
        await endChild(home, id);
        what = error instanceof NotReady ? error.how : `could not be started (${firstLine(error)})`;
        const full = await fullDisk(dataFolders(home));
        if (full) what += `; the disk that holds ${full} is full, so free some space there`;
        else if (needs.every((needed) => needed.isRunning())) failed += 1;
      }
    }
    giveUp(
      `${name} failed to start ${failed} times in a row, so everything stops: read ${log}, then start again.`,
    );
  }

  async function announcedPause(what: string): Promise<void> {
    const pauseMs = Math.min(patience.firstPauseMs * 2 ** pauses, patience.longestPauseMs);
    pauses += 1;
    const missing = needs.filter((needed) => !needed.isRunning()).map((needed) => needed.name);
    const when = missing.length > 0 ? `when ${missing.join(' and ')} is back` : `in ${seconds(pauseMs)}`;
    reporter.say(`${name} ${what}: its log is ${log}, and it starts again ${when}.`);
    await pause(pauseMs, undefined, { signal: ending }).catch(() => {});
  }

  return { ...service, start: () => comingBack ?? start() };
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
