import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ANY_JOB_ELEMENT, openWorkerHarness } from '#tests/support/harness/worker-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { WORKER_FIXTURES } from './worker-fixtures.ts';

/** More than the api has connections for. */
const MANY = 30;

describe('many jobs at once', function () {
  this.timeout(120_000);
  const harness = useFixture(openWorkerHarness, (opened) => opened.close());

  for (const type of ['shared.tell-staff', 'shared.hand-over', 'shared.record-routing'])
    it(`${type}: no job waits for a connection that another holds`, async () => {
      // given
      const inputs: Record<string, unknown>[] = [];
      for (let n = 0; n < MANY; n += 1) inputs.push(await harness.setUp(WORKER_FIXTURES[type]));

      // when
      const done = await Promise.allSettled(
        inputs.map((input) =>
          harness.worker(type).handle(input, {
            onceKey: `job:${randomUUID()}:${type}`,
            log: harness.log,
            at: ANY_JOB_ELEMENT,
          }),
        ),
      );

      // then
      const failed = done.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
      expect(failed).to.deep.equal([]);
    });
});
