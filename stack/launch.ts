import type { Reporter } from './console.ts';
import { asStackProblem, StackProblem } from './stack-problem.ts';
import { claimHome, endOrphans } from './supervise.ts';

/** To call when a component ended although nobody asked it to. */
export type OnCrash = (name: string, how: string, log: string) => void;

/** Something that runs until it is asked to stop. */
export interface Running {
  stop(): Promise<void>;
}

/** A command that starts things in a home. */
export interface Command<R extends Running> {
  readonly home: string;
  readonly reporter: Reporter;
  start(onCrash: OnCrash): Promise<R>;
  /** What to do with what runs; its result is the exit code. Without it the command lasts until Ctrl-C. */
  use?(running: R): Promise<number>;
}

const INTERRUPTED = 130;

/** Runs a command and exits. The home has one launcher at a time; what a killed one left running is ended first. A signal stops
 *  everything in order; a signal or a failure before all is ready ends what had been started. A problem that the person
 *  at the keyboard can solve is one sentence. */
export async function launch<R extends Running>({ home, reporter, start, use }: Command<R>): Promise<never> {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  let signalled = () => {};
  const signal = new Promise<'signal'>((resolve) => (signalled = () => resolve('signal')));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, signalled);
  // The channel to stack/bootstrap.mjs closes when that is killed and can pass no signal on any more.
  process.once('disconnect', signalled);
  let crashed: OnCrash = () => {};
  const crash = new Promise<'crash'>((resolve) => {
    crashed = (name, how, log) => {
      reporter.say(`${name} ended on its own (${how}): read ${log}, then start again.`);
      resolve('crash');
    };
  });

  try {
    const claim = await claimHome(home);
    void signal.then(claim.markStopping);
    try {
      process.exitCode = await run();
    } finally {
      claim.release();
    }
  } catch (error) {
    reporter.done();
    const problem = asStackProblem(error, home);
    console.error(problem instanceof StackProblem ? problem.message : problem);
    process.exitCode = 1;
  }
  process.exit();

  async function run(): Promise<number> {
    const orphans = await endOrphans(home);
    if (orphans.length > 0) reporter.say(`Ended what an earlier run had left behind: ${orphans.join(', ')}.`);
    try {
      const starting = start(crashed);
      starting.catch(() => {});
      const running = await Promise.race([starting, signal]);
      if (running === 'signal') return INTERRUPTED;
      const end = await Promise.race([signal, crash, ...(use ? [use(running)] : [])]);
      if (end === 'signal') reporter.say('Stopping.');
      await running.stop();
      if (end === 'crash') return 1;
      return end === 'signal' ? (use ? INTERRUPTED : 0) : end;
    } finally {
      await endOrphans(home);
    }
  }
}
