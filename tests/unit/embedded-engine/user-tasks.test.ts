import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { openHost, type Host } from '../../../engine/store/host.ts';
import { aDiagram, start, end, userTask } from '../../support/engine/diagram-builders.ts';
import { startRest } from '../../../engine/wire/rest.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROCESS = aDiagram('p', start() + userTask('Task') + end(), ['Start -> Task', 'Task -> End']);

const TYPES = { all: { delayMs: 0, size: 1_000, types: ['USER_TASK', 'PROCESS_INSTANCE'] } };

describe('user tasks of the embedded engine, over REST', () => {
  let host: Host;
  let rest: Awaited<ReturnType<typeof startRest>>;
  let taskKey: string;
  const home = mkdtempSync(join(tmpdir(), 'engine-engine-'));

  const records = (): Record<string, unknown>[] =>
    host.log.outgoing.flatMap(({ lines }) =>
      lines.map(({ text }) => JSON.parse(text.split('\n')[1] ?? '') as Record<string, unknown>),
    );
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
  const lastTask = (): Record<string, unknown> => {
    const last = records().findLast(({ valueType }) => valueType === 'USER_TASK') ?? {};
    return { intent: last['intent'], ...(last['value'] as object) };
  };

  before(async () => {
    host = await openHost({ home, partitions: 1, exporters: TYPES });
    rest = await startRest(host, 0);
    await host.deploy([PROCESS]);
  });

  beforeEach(() => {
    host.execute({ do: 'create-instance', processId: 'p', variables: {} });
    taskKey = String(lastTask()['userTaskKey']);
  });

  after(async () => {
    await rest.stop();
    host.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('lets one claim and refuses the other with 409', async () => {
    // when
    const answers = [await assign('sara', false), await assign('reza', false)];

    // then
    expect(answers).to.deep.equal(['204', '409 INVALID_STATE']);
    expect(lastTask()).to.include({ intent: 'ASSIGNED', assignee: 'sara' });
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
    expect(lastTask()).to.include({ assignee: 'reza', action: 'assign' });
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
    expect(lastTask()).to.deep.include({ intent: 'COMPLETED', action: 'submission-7', variables: { a: 1 } });
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

  it('changes candidate groups and due date', async () => {
    // when
    const answer = await send('PATCH', '', {
      changeset: { candidateGroups: ['railways'], dueDate: '2026-03-01T00:00:00Z' },
    });

    // then
    expect(answer).to.equal('204');
    expect(lastTask()).to.deep.include({
      intent: 'UPDATED',
      candidateGroupsList: ['railways'],
      dueDate: '2026-03-01T00:00:00Z',
    });
  });

  it('writes the whole task with every record', () => {
    // then
    expect(lastTask()).to.deep.include({
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
});
