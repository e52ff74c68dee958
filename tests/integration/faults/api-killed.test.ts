import { expect } from 'chai';
import { describe, it } from 'mocha';
import { environment } from '#tests/support/environment.ts';
import { aProxy } from '#tests/support/fakes/proxy.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';
import { anApiFaultFixture, CASEWORKER, inParallel } from './api-fault-fixture.ts';

describe('faults: the api is killed', function () {
  this.timeout(90_000);
  const wire = useFixture(
    () => aProxy(environment.zeebeAddress),
    (proxy) => proxy.close(),
  );
  const harness = useFixture(
    () => anApiFaultFixture({ config: { ZEEBE_ADDRESS: wire.address } }),
    (opened) => opened.close(),
  );

  const count = async (table: string, where: string) =>
    Number((await harness.database.db(table).whereRaw(where).count({ n: '*' }).first())?.n);

  const instances = () => count('process_instances', 'request_id in (select id from requests)');

  const someoneWaits = (connections: number) =>
    eventually(
      async () =>
        (await count('pg_stat_activity', `datname = current_database() and wait_event_type = 'Lock'`)) >=
        connections,
    );

  it('in the middle of a projection: the records come again and are projected once', async () => {
    // given
    await harness.whileLocked('lock table tasks in share mode', async () => {
      await harness.file(8);
      await someoneWaits(1);

      // when
      await harness.api.kill();
    });
    expect(await count('tasks', 'request_id is not null')).to.equal(0);
    await harness.api.start();
    await harness.expireLeases();

    // then
    await harness.expectReconciled();
  });

  it('before it hears that its messages arrived: it sends them again, and each process starts once', async () => {
    // given
    const before = await instances();
    await Promise.all((await harness.file(1)).map(harness.openTask));
    wire.swallowAnswers();
    const filed = await harness.file(12);
    await eventually(async () => (await instances()) === before + 13);
    expect(await count('outbox', 'sent_at is null')).to.equal(filed.length);

    // when
    await harness.api.kill();
    wire.pass();
    await harness.api.start();
    await harness.expireLeases();

    // then
    await harness.finish(filed);
    await harness.expectReconciled();
  });

  it('after the effect of its jobs and before the engine hears of it: they come again and change nothing', async () => {
    // given
    const { db } = harness.database;
    const ids = (await harness.file(4)).map(({ id }) => id);
    const tasks = await Promise.all(ids.map((id) => harness.openTask({ id })));
    await harness.whileLocked(
      `select from requests where id in ('${ids.join(`','`)}') for no key update`,
      async () => {
        await inParallel(tasks, (task) =>
          harness.people.claimAndComplete(task, DECISIONS.answer, CASEWORKER),
        );
        await someoneWaits(ids.length);
        wire.swallowRequests();
      },
    );

    // when
    const answered = () => db('requests').whereIn('id', ids).where('status', 'answered');
    await eventually(async () => (await answered()).length === ids.length);
    await harness.api.kill();
    wire.pass();
    await harness.api.start();
    await harness.expireLeases();

    // then
    await harness.expectReconciled();
  });
});
