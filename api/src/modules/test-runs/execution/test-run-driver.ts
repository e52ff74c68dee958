import type { Clock } from '#api/platform/clock.ts';
import type { Log } from '#api/platform/log.ts';
import { type Loop, startLoop } from '#api/platform/loop.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { Form } from '#common/contract/index.ts';
import { testRunForms } from '../data/test-run-forms.ts';
import type { TestRunState } from '../reading/test-run.view.ts';
import type { TestRunRow, TestRunsRepo } from '../test-runs.repo.ts';
import type { fastMode } from './fast-mode.ts';

/** Age from which a run that nobody looked at is abandoned. */
export const ABANDONED_AFTER_MS = 20 * 60_000;
/** Age from which a start has failed because its node died; a start takes less. */
const START_TIMEOUT_MS = 2 * 60_000;

const POLL_INTERVAL_MS = 250;
const IDLE_POLL_INTERVAL_MS = 2_000;
const BACK_OFF_MS = [250, 10_000] as const;

type Deps = {
  repo: TestRunsRepo;
  view: (run: TestRunRow, now: Date) => Promise<TestRunState>;
  clean: (run: TestRunRow) => Promise<boolean>;
  fast: ReturnType<typeof fastMode>;
  forms: { get(key: string): Form | undefined };
  sandbox: Pick<Sandbox, 'sampleForm' | 'formErrors'>;
  /** Does one piece of other background work; returns whether there is more. */
  alsoDo: () => Promise<boolean>;
  clock: Clock;
  log: Log;
};

/** Drives the runs of all nodes: answers those in fast mode, detects their end, abandons forgotten ones, and
 *  removes ended ones from the engine. Another node takes over a run that its node dropped. */
export function testRunDriver({ repo, view, clean, fast, forms, sandbox, alsoDo, clock, log }: Deps) {
  let loop: Loop | undefined;

  async function look(run: TestRunRow): Promise<void> {
    const now = clock.now();
    if (run.state === 'ended') return void (await clean(run));
    if (run.state === 'starting') {
      if (now.getTime() - run.started_at.getTime() > START_TIMEOUT_MS) await repo.end(run.id, 'left', now);
      return;
    }
    const state = await view(run, now);
    if (state.root && state.root.state !== 'active') {
      fast.forget(run.id);
      if (state.root.state !== 'completed') return repo.end(run.id, 'left', now);
      return repo.end(run.id, 'completed', now, completedElements(state));
    }
    if (now.getTime() - run.touched_at.getTime() > ABANDONED_AFTER_MS)
      return repo.end(run.id, state.incidents.length > 0 ? 'stuck' : 'left', now);
    if (!run.fast || !state.root) return;
    const done = await fast.step(run, state, testRunForms(run.sources, { forms, sandbox }));
    if (typeof done === 'string') return repo.update(run.id, { fast: false, problem: done });
    if (done > 0) await repo.count(run.id, done);
  }

  async function round(): Promise<boolean> {
    const runs = await repo.lease();
    try {
      for (const run of runs)
        await look(run).catch((error: unknown) =>
          log.warn(
            { testRun: run.id, reason: (error as Error).message },
            'a test run could not be looked after',
          ),
        );
    } finally {
      await repo.release(runs.map(({ id }) => id));
    }
    const more = await alsoDo();
    return more || runs.length > 0;
  }

  return {
    start(): void {
      loop = startLoop({
        round: async ({ rest }) => rest((await round()) ? POLL_INTERVAL_MS : IDLE_POLL_INTERVAL_MS),
        backOffMs: BACK_OFF_MS,
        log,
        failing: 'test runs cannot be looked after',
        recovered: 'test runs are looked after again',
      });
    },
    wake: () => loop?.wake(),
    /** Waits for work in progress. */
    stop: async (): Promise<void> => loop?.stop(),
  };
}

/** Returns the completed elements by process. */
function completedElements({ elements, processOf }: TestRunState): Record<string, string[]> {
  const passed = new Map<string, Set<string>>();
  for (const { instance_key: key, element_id: id, done } of [...elements.values()].flat()) {
    const process = processOf.get(key);
    if (process === undefined || done === 0) continue;
    passed.set(process, (passed.get(process) ?? new Set()).add(id));
  }
  return Object.fromEntries([...passed].map(([process, ids]) => [process, [...ids]]));
}
