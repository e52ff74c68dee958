import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { engine } from '#tests/support/stack/stack-control.ts';
import { eventually } from '#tests/support/wait.ts';
import { allOf, anApiFaultFixture, CASEWORKER, inParallel } from './api-fault-fixture.ts';

describe('faults: the engine is killed', function () {
  this.timeout(90_000);
  const harness = useFixture(anApiFaultFixture, (opened) => opened.close());

  it('takes in every request meanwhile, and starts each of them once when the engine is back', async () => {
    // given
    const { db } = harness.database;
    await engine.kill();

    // when
    const filed = await harness.file(60);

    // then
    expect(await db('outbox').whereNull('sent_at')).to.have.length(filed.length);
    await engine.start();
    await harness.finish(filed.slice(0, 12));
    await harness.expectReconciled();
  });

  it('goes on in the middle of the work, and no step is lost or taken twice', async () => {
    // given
    const { db } = harness.database;
    const filed = await harness.file(16);
    const tasks = await Promise.all(filed.map(harness.openTask));
    const completed = () => db('tasks').where('state', 'completed').count({ n: '*' }).first();

    // when
    const work = inParallel(
      tasks,
      (task) => harness.people.claimAndComplete(task, DECISIONS.answer, CASEWORKER),
      {
        workers: 4,
      },
    );
    const fault = async () => {
      await eventually(async () => Number((await completed())?.n) >= 4);
      await engine.kill();
      await engine.start();
    };
    await allOf([work, fault()]);

    // then
    await harness.expectReconciled();
    const answered = await db('requests').where('status', 'answered').pluck('id');
    expect(answered.sort()).to.deep.equal(filed.map(({ id }) => id).sort());
  });
});
