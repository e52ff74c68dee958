import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

/** Prints like mocha's `spec` reporter, and writes counts, failures and the time of each test file to the
 *  file TALLY_FILE for the runner. */
export default class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    const times = new Map<string, number>();
    const count = ({ file, duration = 0 }: Mocha.Runnable) => {
      if (file) times.set(relative('', file), (times.get(relative('', file)) ?? 0) + duration);
    };
    runner.on('test end', count);
    runner.on('hook end', count);
    runner.on('fail', (test, error: Error) => failures.push(described(test, error)));
    runner.once('end', () => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const files = [...times].map(([file, ms]) => ({ file, ms }));
      const file = process.env.TALLY_FILE;
      if (file)
        writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, failures, files }));
    });
  }
}

/** Formats file, full title and error of a failed test, on several lines. */
const described = (test: Mocha.Runnable, error: Error): string =>
  [`${test.file ? relative('', test.file) : ''}: ${test.fullTitle()}`, error.stack ?? String(error)].join(
    '\n',
  );
