import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { environment } from '#tests/support/environment.ts';
import { DECISIONS } from '#tests/support/people-at-work.ts';
import { aProxy, type Proxy } from '#tests/support/proxy.ts';
import { eventually } from '#tests/support/wait.ts';
import { anApiFaultFixture, CASEWORKER, inParallel, type ApiFaultFixture } from './api-fault-fixture.ts';

describe('faults: the api is killed', function () {
  this.timeout(90_000);
  let wire: Proxy;
  let scene: ApiFaultFixture;

  before(async () => {
    wire = await aProxy(environment.zeebeAddress);
    scene = await anApiFaultFixture({ config: { ZEEBE_ADDRESS: wire.address } });
  });

  after(async () => {
    await scene.close();
    await wire.close();
  });

  const count = async (table: string, where: string) =>
    Number((await scene.database.db(table).whereRaw(where).count({ n: '*' }).first())?.n);

  const instances = () => count('process_instances', 'request_id in (select id from requests)');

  const someoneWaits = (connections: number) =>
    eventually(
      async () =>
        (await count('pg_stat_activity', `datname = current_database() and wait_event_type = 'Lock'`)) >=
        connections,
    );

  it('in the middle of a projection: the records come again and are projected once', async () => {
    // given
    await scene.whileHeld('lock table tasks in share mode', async () => {
      await scene.file(8);
      await someoneWaits(1);

      // when
      await scene.api.kill();
    });
    expect(await count('tasks', 'request_id is not null')).to.equal(0);
    await scene.api.start();
    await scene.holdsEnd();

    // then
    await scene.expectBooks();
  });

  it('before it hears that its messages arrived: it sends them again, and each process starts once', async () => {
    // given
    const before = await instances();
    await Promise.all((await scene.file(1)).map(scene.openTask));
    wire.swallowAnswers();
    const filed = await scene.file(12);
    await eventually(async () => (await instances()) === before + 13);
    expect(await count('outbox', 'sent_at is null')).to.equal(filed.length);

    // when
    await scene.api.kill();
    wire.pass();
    await scene.api.start();
    await scene.holdsEnd();

    // then
    await scene.finish(filed);
    await scene.expectBooks();
  });

  it('after the effect of its jobs and before the engine hears of it: they come again and change nothing', async () => {
    // given
    const { db } = scene.database;
    const ids = (await scene.file(4)).map(({ id }) => id);
    const tasks = await Promise.all(ids.map((id) => scene.openTask({ id })));
    await scene.whileHeld(
      `select from requests where id in ('${ids.join(`','`)}') for no key update`,
      async () => {
        await inParallel(tasks, (task) => scene.people.work(task, DECISIONS.answer, CASEWORKER));
        await someoneWaits(ids.length);
        wire.swallowRequests();
      },
    );

    // when
    const answered = () => db('requests').whereIn('id', ids).where('status', 'answered');
    await eventually(async () => (await answered()).length === ids.length);
    await scene.api.kill();
    wire.pass();
    await scene.api.start();
    await scene.holdsEnd();

    // then
    await scene.expectBooks();
  });
});
