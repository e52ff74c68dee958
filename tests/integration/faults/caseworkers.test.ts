import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Task } from '#common/contract/index.ts';
import { freePort } from '#stack/ports.ts';
import { anApiProcess } from '#tests/support/api-process.ts';
import { environment } from '#tests/support/environment.ts';
import { aProxy } from '#tests/support/fakes/proxy.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { DECISIONS, peopleClient } from '#tests/support/people/people-client.ts';
import { eventually } from '#tests/support/wait.ts';
import { anApiFaultFixture } from './api-fault-fixture.ts';

const ONE = 'caseworker.rmto-tehran';
const OTHER = 'supervisor.rmto';

describe('faults: caseworkers on two nodes', function () {
  this.timeout(90_000);
  const wire = useFixture(
    () => aProxy(new URL(environment.zeebeRestUrl).host),
    (proxy) => proxy.close(),
  );
  const harness = useFixture(
    () => anApiFaultFixture({ config: { ZEEBE_REST_URL: `http://${wire.address}` } }),
    (opened) => opened.close(),
  );
  const node = useFixture(
    async () => {
      const config = { ENGINE_RECORDS_PORT: String(await freePort()) };
      return anApiProcess({ database: harness.database, config });
    },
    (started) => started.stop(),
  );
  const there = peopleClient(node);

  /** A task as it stays: its name comes with what its diagram says, a moment later. */
  async function aSeenTask(): Promise<Task> {
    const [request] = await harness.file(1);
    if (!request) throw new Error('nothing was filed');
    const key = await harness.openTask(request);
    return eventually(async () => {
      const { body } = await there.task(key, ONE);
      return body.name !== null && body;
    });
  }

  it('claim the same task at once: one has it, and the other is told so', async () => {
    for (let round = 0; round < 8; round += 1) {
      // given
      const task = await aSeenTask();

      // when
      const answers = await Promise.all([harness.people.claim(task, ONE), there.claim(task, OTHER)]);

      // then
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('task-taken');
      const [mine] = answers;
      const { body: now } = await there.task(task.key, ONE);
      expect(now.assignee).to.equal(mine?.status === 200 ? ONE : OTHER);
    }
    await harness.expectReconciled();
  });

  it('complete a task again after a time-out, on another node: it is done once, and both are told', async () => {
    // given
    const seen = await aSeenTask();
    await harness.people.claim(seen, ONE);
    const { body: task } = await there.task(seen.key, ONE);
    const submissionId = randomUUID();
    wire.swallowAnswers();
    const patience = new AbortController();
    const first = harness.people.complete(task, DECISIONS.answer, {
      by: ONE,
      submissionId,
      signal: patience.signal,
    });
    await eventually(async () => (await there.task(task.key, ONE)).body.state === 'completed');
    patience.abort();

    // when
    const again = await there.complete(task, DECISIONS.answer, { by: ONE, submissionId });

    // then
    expect((await first).status).to.equal(0);
    expect(again.status).to.equal(200);
    expect(again.body.task?.state).to.equal('completed');
    wire.pass();
    const third = await harness.people.complete(task, DECISIONS.answer, { by: ONE, submissionId });
    expect(third.body).to.deep.equal(again.body);
    await harness.expectReconciled();
  });

  it('complete a task with two forms at once: one counts, and the other is refused', async () => {
    // given
    const seen = await aSeenTask();
    await harness.people.claim(seen, ONE);
    const { body: task } = await there.task(seen.key, ONE);

    // when
    const answers = await Promise.all([
      harness.people.complete(task, DECISIONS.answer, { by: ONE, submissionId: randomUUID() }),
      there.complete(task, DECISIONS.ask, { by: ONE, submissionId: randomUUID() }),
    ]);

    // then
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).to.equal(200);
    expect(statuses[1]).to.be.oneOf([404, 409]);
    await harness.expectReconciled();
  });
});
