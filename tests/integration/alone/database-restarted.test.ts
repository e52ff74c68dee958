import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  allOf,
  anApiFaultFixture,
  CASEWORKER,
  inParallel,
} from '#tests/integration/faults/api-fault-fixture.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import { postgres } from '#tests/support/stack/stack-control.ts';
import { eventually } from '#tests/support/wait.ts';

describe('faults: the database is restarted', function () {
  this.timeout(90_000);
  const harness = useFixture(anApiFaultFixture, (opened) => opened.close());

  it('during intake and work: whoever sends again is told of the one request, and the read side catches up', async () => {
    // given
    const { db } = harness.database;
    const first = await harness.file(10);
    const tasks = await Promise.all(first.map(harness.openTask));
    const keys = Array.from({ length: 40 }, () => randomUUID());
    const ids = new Map<string, string | undefined>();
    const received = async () => Number((await db('requests').count({ n: '*' }).first())?.n);

    // when
    const intake = inParallel(keys, async (key) => ids.set(key, (await harness.file(1, { key }))[0]?.id));
    const work = inParallel(tasks, (task) =>
      harness.people.claimAndComplete(task, DECISIONS.answer, CASEWORKER),
    );
    const fault = async () => {
      await eventually(async () => (await received()) >= 20);
      await postgres.restart();
    };
    await allOf([intake, work, fault()]);

    // then
    await inParallel(keys, async (key) =>
      expect((await harness.people.file({ key })).id).to.equal(ids.get(key)),
    );
    await harness.expectReconciled();
    expect(await received()).to.equal(50);
  });

  it('and while it is away the api says so, without a word of detail, and is well again by itself', async () => {
    // given
    await postgres.stop();

    // when
    const answer = await harness.people.call(
      'POST',
      '/requests',
      {
        service: 'suggestion',
        text: 'یک پیشنهاد برای شما',
        applicant: { name: 'سارا احمدی', mobile: '09121234567' },
      },
      { headers: { 'idempotency-key': randomUUID() } },
    );
    const ready = await fetch(`${harness.api.operationsUrl}/readyz`);

    // then
    expect([answer.status, answer.body.code, ready.status]).to.deep.equal([503, 'unavailable', 503]);
    expect(answer.body).not.to.have.property('detail');
    await postgres.start();
    await harness.file(1);
    await harness.expectReconciled();
  });
});
