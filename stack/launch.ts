import type { Reporter } from './reporter.ts';
import type { OnCrash } from './service.ts';
import { asStackProblem, StackProblem } from './stack-problem.ts';
import { claimHome, endOrphans } from './supervise.ts';

/** Signals between a launcher and what it runs. */
export interface Control {
  /** Reports in a sentence why it cannot continue; everything is stopped then, with exit code 1. */
  readonly giveUp: (sentence: string) => void;
  /** Aborted when everything is to stop: nothing may be started from then on. */
  readonly ending: AbortSignal;
}

/** Something that runs until it is asked to stop. */
export interface Running {
  stop(): Promise<void>;
}

/** A command that starts things in a home. */
export interface Command<R extends Running> {
  readonly home: string;
  readonly reporter: Reporter;
  start(control: Control): Promise<R>;
  /** Uses what runs; the result is the exit code. Without it the command lasts until Ctrl-C. */
  use?(running: R): Promise<number>;
}

const INTERRUPTED = 130;

/** Creates the crash handler of a command that is useless once one component has ended. */
export const giveUpOnCrash =
  ({ giveUp }: Control): OnCrash =>
  (name, how, log) =>
    giveUp(`${name} ended on its own (${how}): read ${log}, then start again.`);

/** Runs a command and exits. A home has one launcher at a time; whatever a killed one left running is ended
 *  first. A signal stops everything in order; a signal or a failure before everything is ready ends what had
 *  been started. A problem that the user can solve is printed as one sentence. */
export async function launch<R extends Running>({ home, reporter, start, use }: Command<R>): Promise<never> {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  let signalled = () => {};
  const signal = new Promise<'signal'>((resolve) => (signalled = () => resolve('signal')));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, signalled);
  // The channel from stack/bootstrap.mjs closes when that is killed.
  process.once('disconnect', signalled);
  const ending = new AbortController();
  void signal.then(() => ending.abort());
  let failed = () => {};
  const failure = new Promise<'failure'>((resolve) => (failed = () => resolve('failure')));
  const giveUp = (sentence: string): void => {
    if (ending.signal.aborted) return;
    ending.abort();
    reporter.say(sentence);
    failed();
  };

  try {
    const claim = await claimHome(home);
    // On a full disk the mark cannot be written, which must not prevent stopping.
    signal.then(claim.markStopping).catch(() => {});
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
      const starting = start({ giveUp, ending: ending.signal });
      starting.catch(() => {});
      const running = await Promise.race([starting, signal, failure]);
      if (running === 'signal') return INTERRUPTED;
      if (running === 'failure') return 1;
      const end = await Promise.race([signal, failure, ...(use ? [use(running)] : [])]);
      if (end === 'signal') reporter.say('Stopping.');
      ending.abort();
      await running.stop();
      if (end === 'failure') return 1;
      return end === 'signal' ? (use ? INTERRUPTED : 0) : end;
    } finally {
      ending.abort();
      await endOrphans(home);
    }
  }
}
