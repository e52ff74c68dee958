import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

/** Prints like mocha's `spec` reporter, and writes counts and failures to the file TALLY_FILE for the
 *  runner. */
export default class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failures: string[] = [];
    runner.on('fail', (test, error: Error) => failures.push(described(test, error)));
    runner.once('end', () => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const file = process.env.TALLY_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed, skipped: pending, failures }));
    });
  }
}

/** Formats file, full title and error of a failed test, on several lines. */
const described = (test: Mocha.Runnable, error: Error): string =>
  [`${test.file ? relative('', test.file) : ''}: ${test.fullTitle()}`, error.stack ?? String(error)].join(
    '\n',
  );
