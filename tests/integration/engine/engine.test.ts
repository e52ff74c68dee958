import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  EngineRejected,
  EngineTaskConflict,
  EngineTaskNotFound,
  EngineUnavailable,
} from '#api/engine/engine-port.ts';
import { openZeebe } from '#api/engine/zeebe-client.ts';
import { readBundledFiles } from '#api/modules/process-definitions/bundled-files.ts';
import { environment } from '#tests/support/environment.ts';
import { aFiledRequest, expectOneTaskEach, filedRequests } from '#tests/support/fixtures/filed-requests.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { eventually } from '#tests/support/wait.ts';

const PROCESSES = fileURLToPath(new URL('../../../processes/', import.meta.url));
const FORMS = fileURLToPath(new URL('../../../forms/', import.meta.url));

describe('The engine', () => {
  const { database } = useApi();
  const zeebe = useFixture(
    () => openZeebe({ address: environment.zeebeAddress, restUrl: environment.zeebeRestUrl }),
    (client) => client.close(),
  );

  const theTaskOf = (requestId: string) =>
    eventually(() => database.db('tasks').where({ request_id: requestId, state: 'created' }).first());
  const task = (taskKey: string) => database.db('tasks').where({ task_key: taskKey }).first();
  const refusalOf = (command: Promise<unknown>) =>
    command.then(
      () => 'accepted',
      (error: Error) => error.name,
    );

  it('turns filed requests into tasks of their department, each once', async () => {
    // given
    const ids = await filedRequests(database.db, 20);
    // when
    await expectOneTaskEach(database.db, ids);
    // then
    const rows = await database.db('tasks').whereIn('request_id', ids);
    expect(new Set(rows.map(({ queue }) => queue))).to.deep.equal(new Set(['rmto-tehran']));
    expect(new Set(rows.map(({ form_key }) => form_key))).to.deep.equal(new Set(['citizen-request/handle']));
  });

  it('knows a message again by its id', async () => {
    // given
    const message = {
      name: 'nobody-waits',
      correlationKey: randomUUID(),
      messageId: randomUUID(),
      ttlMs: 60_000,
      variables: {},
    };
    // when
    const answers = [await zeebe.commands.publish(message), await zeebe.commands.publish(message)];
    // then
    expect(answers).to.deep.equal(['accepted', 'already-known']);
  });

  it('gives a task to one of two who claim it at once, and to that one again', async () => {
    // given
    const { task_key: taskKey } = await theTaskOf(await aFiledRequest(database.db));
    const claim = (assignee: string) =>
      zeebe.commands.assignTask({ taskKey, assignee, action: `claim:${assignee}`, allowOverride: false });
    // when
    const answers = await Promise.all([refusalOf(claim('ali')), refusalOf(claim('sara'))]);
    // then
    expect(answers).to.have.members(['accepted', EngineTaskConflict.name]);
    const holder = answers[0] === 'accepted' ? 'ali' : 'sara';
    await claim(holder);
    await eventually(async () => (await task(taskKey)).assignee === holder);
  });

  it('takes a task back, and gives it to somebody else', async () => {
    // given
    const { task_key: taskKey } = await theTaskOf(await aFiledRequest(database.db));
    const assign = (assignee: string, allowOverride: boolean) =>
      zeebe.commands.assignTask({ taskKey, assignee, action: 'assign', allowOverride });
    await assign('ali', false);
    // when
    await assign('sara', true);
    await eventually(async () => (await task(taskKey)).assignee === 'sara');
    await zeebe.commands.unassignTask(taskKey);
    // then
    await eventually(async () => (await task(taskKey)).assignee === null);
  });

  it('says of a completed task that it is gone, and shows by which submission', async () => {
    // given
    const { task_key: taskKey } = await theTaskOf(await aFiledRequest(database.db));
    const complete = () =>
      zeebe.commands.completeTask({ taskKey, variables: { decision: 'answer' }, action: 'submission-7' });
    // when
    await complete();
    // then
    expect(await refusalOf(complete())).to.equal(EngineTaskNotFound.name);
    const row = await eventually(async () => {
      const now = await task(taskKey);
      return now.state === 'completed' ? now : undefined;
    });
    expect(row).to.deep.include({ last_action: 'submission-7' });
  });

  it('keeps the version of a diagram that it has already', async () => {
    // when
    const own = (await readBundledFiles(PROCESSES, FORMS)).filter(({ name }) => /\.(bpmn|dmn)$/.test(name));
    const again = await zeebe.commands.deploy(
      own.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
    );
    // then
    const known = await database
      .db('process_definitions')
      .select('process_key')
      .max('version as version')
      .groupBy('process_key');
    expect(
      again.map(({ processKey, version }) => ({ process_key: processKey, version })),
    ).to.have.deep.members(known);
  });

  it('refuses a diagram that is none', async () => {
    const broken = { name: 'broken.bpmn', content: Buffer.from('<no-bpmn/>') };
    expect(await refusalOf(zeebe.commands.deploy([broken]))).to.equal(EngineRejected.name);
  });

  it('says that it is unavailable when nobody answers', async () => {
    // given
    const nobody = openZeebe({ address: '127.0.0.1:9', restUrl: 'http://127.0.0.1:9' });
    const message = { name: 'x', correlationKey: 'y', messageId: 'z', ttlMs: 1, variables: {} };
    // when
    const answers = await Promise.all([
      refusalOf(nobody.commands.publish(message)),
      refusalOf(nobody.commands.unassignTask('1')),
      refusalOf(nobody.commands.deploy([])),
    ]);
    await nobody.close();
    // then
    expect(new Set(answers)).to.deep.equal(new Set([EngineUnavailable.name]));
    expect(await refusalOf(nobody.commands.publish(message))).to.equal(EngineUnavailable.name);
  });
});
