import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { AnyWorker, JobOutcome } from '#api/engine/workers-host.ts';
import {
  changesSince,
  type TableChanges,
  takeSnapshot,
  withoutIds,
} from '#tests/support/checks/database-changes.ts';
import { ANY_JOB_ELEMENT, openWorkerHarness } from '#tests/support/harness/worker-harness.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { WORKER_FIXTURES } from './worker-fixtures.ts';

/** No job of ours sends as many statements as this. */
const MOST_STATEMENTS = 200;

type Job = { worker: AnyWorker; input: Record<string, unknown>; onceKey: string };
type Done = { outcome: JobOutcome; changes: TableChanges };

describe('every worker', function () {
  this.timeout(120_000);
  const harness = useFixture(openWorkerHarness, (opened) => opened.close());

  /** Sets a scene up anew, does something with its job, and says what that changed. */
  async function afterwards(type: string, act: (job: Job) => Promise<JobOutcome>): Promise<Done> {
    const worker = harness.worker(type);
    const input = await harness.setUp(WORKER_FIXTURES[type]);
    const job = { worker, input, onceKey: `job:${randomUUID()}:${type}` };
    const since = await takeSnapshot(harness.db);
    const outcome = await act(job);
    return { outcome: withoutIds(outcome), changes: await changesSince(harness.db, since) };
  }

  const deliver = ({ worker, input, onceKey }: Job): Promise<JobOutcome> =>
    worker.handle(input, { onceKey, log: harness.log, at: ANY_JOB_ELEMENT });

  const once = (type: string): Promise<Done> => afterwards(type, deliver);

  it('has a scene here, and every scene a worker', () => {
    expect(Object.keys(WORKER_FIXTURES).sort()).to.deep.equal(harness.types().sort());
  });

  for (const type of Object.keys(WORKER_FIXTURES)) {
    describe(type, () => {
      let expected: Done;

      before(async () => {
        expected = await once(type);
      });

      it('does something', () => {
        expect(Object.keys(expected.changes)).not.to.deep.equal([]);
        expect(JSON.stringify(expected.changes)).not.to.include('step-skipped');
      });

      it('does it once when its job comes again', async () => {
        // when
        const again = await afterwards(type, async (job) => {
          const first = await deliver(job);
          const second = await deliver(job);
          expect(second, 'what the process is told').to.deep.equal(first);
          return second;
        });

        // then
        expect(again).to.deep.equal(expected);
      });

      it('does it once when its job comes twice at the same moment', async () => {
        // when
        const twice = await afterwards(type, async (job) => {
          await Promise.allSettled([deliver(job), deliver(job)]);
          return deliver(job);
        });

        // then
        expect(twice).to.deep.equal(expected);
      });

      it('does it once when it dies at its first statement, then at its second, and so on', async () => {
        // when
        let statements = 0;
        const done = await afterwards(type, async (job) => {
          let cut = true;
          while (cut && statements < MOST_STATEMENTS) {
            cut = await harness.losesConnectionAt(statements + 1, 'before', () => deliver(job));
            if (cut) statements += 1;
          }
          return deliver(job);
        });

        // then
        expect(statements, 'statements').to.be.within(1, MOST_STATEMENTS - 1);
        expect(done).to.deep.equal(expected);

        // when
        const lost = await afterwards(type, async (job) => {
          await harness.losesConnectionAt(statements, 'after', () => deliver(job));
          return deliver(job);
        });

        // then
        expect(lost, 'the answer to the last statement was lost').to.deep.equal(expected);
      });
    });
  }
});
