import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { startRest } from '#engine/wire/rest.ts';
import { aDiagram, end, start, userTask } from '#tests/support/engine/diagram-builders.ts';
import { openTestStore, storedRecordsOf } from '#tests/support/engine/open-test-store.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

const PROCESS = aDiagram('p', start() + userTask('Task') + end(), ['Start -> Task', 'Task -> End']);

describe('user tasks of the embedded engine, over REST', () => {
  const database = useDatabase({ max: 1 });
  const store = useFixture(
    () => openTestStore(database.engineUrl),
    (opened) => opened.close(),
  );

  let rest: Awaited<ReturnType<typeof startRest>>;
  let taskKey: string;
  const send = async (method: string, path: string, body?: unknown, key = taskKey) => {
    const response = await fetch(`${rest.url}/v1/user-tasks/${key}${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { title = '' } = (text ? JSON.parse(text) : {}) as { title?: string };
    return `${response.status} ${title}`.trim();
  };
  const assign = (assignee: string, allowOverride?: boolean) =>
    send('POST', '/assignment', { assignee, ...(allowOverride === undefined ? {} : { allowOverride }) });
  const lastTask = async (): Promise<Record<string, unknown>> => {
    const last = (await storedRecordsOf(store)).findLast(({ valueType }) => valueType === 'USER_TASK');
    const { intent, value } = JSON.parse(last?.text ?? '{}') as { intent: string; value: object };
    return { intent, ...value };
  };

  before(async () => {
    rest = await startRest(store, { host: '127.0.0.1', port: 0 });
    await store.deploy([PROCESS]);
  });

  beforeEach(async () => {
    await store.execute({ do: 'create-instance', processId: 'p', variables: {} });
    taskKey = String((await lastTask())['userTaskKey']);
  });

  after(() => rest.stop());

  it('lets one claim and refuses the other with 409', async () => {
    // when
    const answers = [await assign('sara', false), await assign('reza', false)];

    // then
    expect(answers).to.deep.equal(['204', '409 INVALID_STATE']);
    expect(await lastTask()).to.include({ intent: 'ASSIGNED', assignee: 'sara' });
  });

  it('lets the same person claim again', async () => {
    // given
    await assign('sara', false);

    // when
    const again = await assign('sara', false);

    // then
    expect(again).to.equal('204');
  });

  it('takes a task away from its assignee unless told not to', async () => {
    // given
    await assign('sara', false);

    // when
    const answer = await assign('reza');

    // then
    expect(answer).to.equal('204');
    expect(await lastTask()).to.include({ assignee: 'reza', action: 'assign' });
  });

  it('lets a task be claimed again after it was given back', async () => {
    // given
    await assign('sara', false);

    // when
    const answers = [await send('DELETE', '/assignee'), await assign('reza', false)];

    // then
    expect(answers).to.deep.equal(['204', '204']);
  });

  it('completes without an assignee, and once', async () => {
    // when
    const answers = [
      await send('POST', '/completion', { variables: { a: 1 }, action: 'submission-7' }),
      await send('POST', '/completion', { variables: { a: 1 } }),
    ];

    // then
    expect(answers).to.deep.equal(['204', '404 NOT_FOUND']);
    expect(await lastTask()).to.deep.include({
      intent: 'COMPLETED',
      action: 'submission-7',
      variables: { a: 1 },
    });
  });

  it('knows no task that was completed, cancelled or never there', async () => {
    // given
    await send('POST', '/completion');

    // when
    const answers = [await assign('sara'), await send('POST', '/completion', {}, '4711')];

    // then
    expect(answers).to.deep.equal(['404 NOT_FOUND', '404 NOT_FOUND']);
  });

  it('refuses an assignment to nobody, and what is no JSON', async () => {
    // when
    const answers = [await assign(' '), await send('POST', '/assignment', '{'), await send('PATCH', '', {})];

    // then
    expect(answers).to.deep.equal(Array(3).fill('400 INVALID_ARGUMENT'));
  });

  for (const key of ['abc', '1.5', '-1', '99999999999999999999'])
    it(`refuses ${key}, which is no key, and goes on`, async () => {
      // when
      const answers = [await send('POST', '/completion', {}, key), await send('POST', '/completion')];

      // then
      expect(answers).to.deep.equal(['400 INVALID_ARGUMENT', '204']);
    });

  it('refuses variables that are no object, and changes that are no lists and dates', async () => {
    // when
    const answers: string[] = [];
    for (const variables of ['abc', [1], 5]) answers.push(await send('POST', '/completion', { variables }));
    for (const changeset of [
      { candidateGroups: 'railways' },
      { candidateUsers: [1] },
      { candidateGroups: ['\0'] },
      { dueDate: 'soon' },
      { followUpDate: 5 },
      { dueDate: 'March 7' },
      { dueDate: '1' },
      { followUpDate: '2026-02-30T00:00:00Z' },
      { dueDate: '2026-03-01' },
    ])
      answers.push(await send('PATCH', '', { changeset }));

    // then
    expect(answers).to.deep.equal(Array(12).fill('400 INVALID_ARGUMENT'));
    expect(await lastTask()).to.include({ intent: 'CREATED' });
  });

  it('changes candidate groups and due date', async () => {
    // when
    const answer = await send('PATCH', '', {
      changeset: {
        candidateGroups: ['railways'],
        dueDate: '2026-03-01T00:00:00Z',
        followUpDate: '2026-02-01T10:00:00+03:30[Asia/Tehran]',
      },
    });

    // then
    expect(answer).to.equal('204');
    expect(await lastTask()).to.deep.include({
      intent: 'UPDATED',
      candidateGroupsList: ['railways'],
      dueDate: '2026-03-01T00:00:00Z',
      followUpDate: '2026-02-01T10:00:00+03:30',
    });
  });

  it('writes the whole task with every record', async () => {
    // then
    expect(await lastTask()).to.deep.include({
      intent: 'CREATED',
      elementId: 'Task',
      bpmnProcessId: 'p',
      processDefinitionVersion: 1,
      assignee: '',
      candidateGroupsList: ['clerks'],
      externalFormReference: 'a/form',
      dueDate: '',
    });
  });

  it('refuses an action that is no text', async () => {
    // when
    const answers: string[] = [];
    for (const action of [{ a: 1 }, ['a'], 5, '\0']) {
      answers.push(await send('POST', '/completion', { action }));
      answers.push(await send('POST', '/assignment', { assignee: 'sara', action }));
      answers.push(await send('PATCH', '', { changeset: {}, action }));
    }

    // then
    expect(answers).to.deep.equal(Array(12).fill('400 INVALID_ARGUMENT'));
    expect(await lastTask()).to.include({ intent: 'CREATED' });
  });
});
