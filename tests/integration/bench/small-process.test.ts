import { expect } from 'chai';
import { describe, it } from 'mocha';
import { engineCandidate } from '#tests/bench/support/engine/candidates.ts';
import { openEngineBench } from '#tests/bench/support/engine/engine-bench.ts';
import { measureLatencies, measureRates } from '#tests/bench/support/engine/phases.ts';
import { openSqlBaseline } from '#tests/bench/support/engine/sql-baseline.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

describe('the small process of the bench on the embedded engine', () => {
  const harness = useFixture(
    () => openEngineBench({ name: 'of-a-test' }),
    (opened) => opened.stop(),
  );

  it('comes to its task, and all its tasks are completed, at a cost', async () => {
    // given
    const small = await engineCandidate(harness);

    // when
    const { started, completed } = await measureRates(small, { callers: 4, seconds: 1 });
    const calm = await measureLatencies(small, { perSecond: 20, seconds: 0.5 });
    await small.stop();

    // then
    expect(started.count).to.be.at.least(4);
    expect(completed.count).to.be.within(1, started.count);
    expect(calm.toTask).to.have.length(10);
    expect(calm.completion).to.have.length(10);
    if (process.platform === 'linux') expect(started.cost.engineMs).to.be.above(0);
  });
});

describe('the small process of the bench in bare SQL', () => {
  const database = useDatabase();

  it('is an instance, a job, a task and three records; its end removes job and task and adds three records', async () => {
    // given
    const bare = await openSqlBaseline(database.url);
    const rows = async (): Promise<unknown> => {
      const counted = await database.db.raw<{ rows: object[] }>(
        `select (select count(*)::integer from bare.instance where state = 'active') as active,
                (select count(*)::integer from bare.instance where state = 'completed') as completed,
                (select count(*)::integer from bare.job) as jobs, (select count(*)::integer from bare.task) as tasks,
                (select count(*)::integer from bare.record) as records,
                (select round(avg(octet_length(body::text)), -2)::integer from bare.record) as bytes`,
      );
      return counted.rows[0];
    };

    // when
    const [first] = [await bare.start(), await bare.start()];
    const afterStart = await rows();
    await bare.complete(first);
    const afterEnd = await rows();
    await bare.close();

    // then
    expect(afterStart).to.deep.equal({ active: 2, completed: 0, jobs: 2, tasks: 2, records: 6, bytes: 300 });
    expect(afterEnd).to.deep.equal({ active: 1, completed: 1, jobs: 1, tasks: 1, records: 9, bytes: 300 });
  });
});
