import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { collectTakenFlows, coverageLine, flowCoverage } from '#tests/support/checks/flow-coverage.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { filesBelow } from '#tests/support/diagrams/project-files.ts';
import { eventually } from '#tests/support/wait.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;

/** Every process has its path tests in its own folder, and all of them run before this file. */
const PATHS = filesBelow('tests/processes', '.test.ts').filter((file) => !file.includes('/whole/'));

/** What the last records of the run need to arrive. */
const LATE = { timeout: 15_000, every: 250 };

describe('the path tests together', function () {
  this.timeout(60_000);
  const loaded = new Set(this.parent?.suites.map(({ file }) => file?.replace(ROOT, '')));
  const narrowed = process.argv.some((given) => /^(-g|-f|--grep|--fgrep)\b/.test(given));
  const isWhole = !narrowed && PATHS.every((file) => loaded.has(file));
  let database: TestDatabase;
  let api: TestApi;

  before(async () => {
    database = await aDatabase();
    api = await startApi({ database });
  });

  after(async () => {
    await api.close();
    await database.drop();
  });

  it(
    isWhole
      ? 'take every sequence flow of every diagram'
      : 'are not all here, so their coverage is only shown',
    async () => {
      // when
      const uncovered = await eventually(async () => {
        await collectTakenFlows(database.db);
        const missing = (await flowCoverage()).flatMap(({ process, missing }) =>
          missing.map((flow) => `${process}: ${flow}`),
        );
        if (isWhole && missing.length > 0) throw new Error(`not taken: ${missing.join(', ')}`);
        return missing;
      }, LATE).catch((error: Error) => [error.message]);

      // then
      for (const one of await flowCoverage()) console.log(`      ${coverageLine(one)}`);
      expect(isWhole ? uncovered : []).to.deep.equal([]);
    },
  );
});
