import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { collectTakenFlows, coverageLine, flowCoverage } from '#tests/support/checks/flow-coverage.ts';
import { aDatabase, type TestDatabase } from '#tests/support/database.ts';
import { environment } from '#tests/support/environment.ts';
import { eventually } from '#tests/support/wait.ts';

/** What the last records of the run need to arrive. */
const LATE = { timeout: 15_000, every: 250 };

describe('the path tests together', function () {
  this.timeout(120_000);
  const { pathTestsRan } = environment;
  const databases: TestDatabase[] = [];
  const apis: TestApi[] = [];

  before(async () => {
    for (const config of environment.engines) {
      const database = await aDatabase();
      databases.push(database);
      apis.push(await startApi({ database, config }));
    }
  });

  after(async () => {
    for (const api of apis) await api.close();
    for (const database of databases) await database.drop();
  });

  it(
    pathTestsRan
      ? 'take every sequence flow of every diagram'
      : 'are not all here, so their coverage is only shown',
    async () => {
      // when
      const uncovered = await eventually(async () => {
        for (const { db } of databases) await collectTakenFlows(db);
        const missing = (await flowCoverage()).flatMap(({ process, missing }) =>
          missing.map((flow) => `${process}: ${flow}`),
        );
        if (pathTestsRan && missing.length > 0) throw new Error(`not taken: ${missing.join(', ')}`);
        return missing;
      }, LATE).catch((error: Error) => [error.message]);

      // then
      for (const one of await flowCoverage()) console.log(`      ${coverageLine(one)}`);
      expect(pathTestsRan ? uncovered : []).to.deep.equal([]);
    },
  );
});
