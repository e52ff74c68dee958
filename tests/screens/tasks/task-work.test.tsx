import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { TaskWork } from '#case-ui/desk/tasks/task-work.tsx';
import type { Locale } from '#common/contract/common.ts';
import type { Me } from '#common/contract/reference.ts';
import type { Task } from '#common/contract/tasks.ts';
import { aDesk, aTask } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem } from '#tests/support/screens/server.ts';
import { queryKey } from '#ui/api/query-keys.ts';

const HEAD: Partial<Me> = { permissions: ['task:read', 'task:work', 'task:assign'] };

async function working(
  more: Partial<Task>,
  { me = {}, locale = 'en' as Locale, onNext = undefined as (() => void) | undefined } = {},
) {
  const task = aTask(more);
  const server = aDesk(me);
  const page = render(<TaskWork task={task} onNext={onNext} />, { server, locale });
  await waitFor(() => expect(page.queries.getQueryData(queryKey('getMe', {}))).to.exist);
  return { server, path: `/tasks/${task.key}`, ...page };
}
const buttons = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);

describe('the work on a task', () => {
  it('begins by taking it', async () => {
    // given
    const { user, server, path } = await working({});
    expect(screen.getByText('Unassigned')).to.exist;
    const { release } = server.hold(`POST ${path}/claim`);
    // when
    await user.click(await screen.findByRole('button', { name: 'Take the task' }));
    // then
    expect(screen.getByRole('button', { name: 'Taking…' })).to.have.property('disabled', true);
    // when
    release({ task: aTask({ assignee: 'sara' }), pending: false });
    // then
    expect(await screen.findByText('The task is yours')).to.exist;
    expect(server.bodies(`POST ${path}/claim`)).to.deep.equal([{ expectedVersion: 3 }]);
  });

  it('says so when a colleague was faster', async () => {
    // given
    const { user, server, path } = await working({}, { locale: 'fa' });
    server.on(`POST ${path}/claim`, problem('task-taken', 409));
    // when
    await user.click(await screen.findByRole('button', { name: 'برداشتن کار' }));
    // then
    expect((await screen.findByRole('alert')).textContent).to.include('همکار');
  });

  it('says that the command is still being recorded', async () => {
    // given
    const { user, server, path } = await working({ assignee: 'sara' });
    server.on(`POST ${path}/unclaim`, { task: null, pending: true });
    // when
    await user.click(await screen.findByRole('button', { name: 'Release' }));
    // then
    expect(await screen.findByText('Your command was accepted and is being recorded.')).to.exist;
    expect(screen.getByText('The task was released')).to.exist;
  });

  it('names who has it, and offers nothing to others', async () => {
    // when
    await working({ assignee: 'reza' });
    // then
    expect(screen.getByText('In the name of reza')).to.exist;
    expect(buttons()).to.deep.equal([]);
  });

  it('is offered to the departments it was handed to, and to no other', async () => {
    // when
    const { unmount } = await working({ queue: 'roads-qom' });
    // then
    expect(buttons()).to.deep.equal([]);
    unmount();
    // when
    await working({ queue: 'roads-qom', handedTo: ['roads-tehran'] });
    // then
    expect(await screen.findByRole('button', { name: 'Take the task' })).to.exist;
  });

  it('is not offered to somebody who may only read', async () => {
    // when
    await working({}, { me: { permissions: ['task:read'] } });
    // then
    expect(buttons()).to.deep.equal([]);
  });

  for (const { barred, says } of [
    { barred: 'answered-before', says: /You answered this request before/ },
    { barred: 'own-draft', says: /This is about what you wrote yourself/ },
  ] as const)
    it(`explains why ${barred} bars from it`, async () => {
      // when
      await working({ barred });
      // then
      expect(await screen.findByText(says)).to.exist;
      expect(buttons()).to.deep.equal([]);
    });

  it('is over when it is completed, and leads to the next', async () => {
    // given
    let nexts = 0;
    const { user } = await working({ state: 'completed' }, { onNext: () => (nexts += 1) });
    expect(screen.getByRole('alert').textContent).to.include('The task is completed');
    // when
    await user.click(screen.getByRole('button', { name: 'Next task' }));
    // then
    expect(nexts).to.equal(1);
  });

  it('says when it is not needed any more', async () => {
    // when
    await working({ state: 'canceled' });
    // then
    expect(screen.getByRole('alert').textContent).to.equal('This task is not needed any more');
  });
});

describe('the assignment of a task', () => {
  const STAFF = 'GET /departments/roads-tehran/staff';
  const COLLEAGUES = { items: [{ username: 'reza', name: 'Reza Karimi' }] };

  it('is offered to who may assign', async () => {
    // given
    const { user, server, path } = await working({}, { me: HEAD });
    server
      .on(STAFF, COLLEAGUES)
      .on(`POST ${path}/assign`, { task: aTask({ assignee: 'reza' }), pending: false });
    await user.click(await screen.findByRole('button', { name: 'Assign' }));
    const choice = await screen.findByRole('combobox', { name: 'Assign to' });
    const assign = screen.getByRole('button', { name: 'Assign' });
    expect(assign).to.have.property('disabled', true);
    // when
    await user.selectOptions(choice, 'Reza Karimi');
    await user.click(assign);
    // then
    expect(await screen.findByText('The task was assigned')).to.exist;
    expect(server.bodies(`POST ${path}/assign`)).to.deep.equal([{ assignee: 'reza', expectedVersion: 3 }]);
    await waitFor(() => expect(screen.queryByRole('combobox')).to.equal(null));
  });

  it('keeps the choice over an error', async () => {
    // given
    const { user, server, path } = await working({}, { me: HEAD });
    server.on(STAFF, COLLEAGUES).on(`POST ${path}/assign`, problem('version-conflict', 409));
    await user.click(await screen.findByRole('button', { name: 'Assign' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Assign to' }), 'Reza Karimi');
    // when
    await user.click(screen.getByRole('button', { name: 'Assign' }));
    // then
    expect((await screen.findByRole('alert')).textContent).to.include(
      'Something has changed in the meantime',
    );
    expect(screen.getByRole('combobox', { name: 'Assign to' })).to.have.property('value', 'reza');
  });

  it('says that nobody can be chosen, and goes back', async () => {
    // given
    const { user, server } = await working({}, { me: HEAD });
    server.on(STAFF, { items: [] });
    await user.click(await screen.findByRole('button', { name: 'Assign' }));
    expect(await screen.findByText('Nobody of this department has signed in yet.')).to.exist;
    // when
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    // then
    expect(buttons()).to.deep.equal(['Take the task', 'Assign']);
  });

  it('reads the colleagues again after an error', async () => {
    // given
    const { user, server } = await working({}, { me: HEAD });
    server.on(STAFF, problem('not-allowed', 403));
    await user.click(await screen.findByRole('button', { name: 'Assign' }));
    await screen.findByRole('alert');
    // when
    server.on(STAFF, COLLEAGUES);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    // then
    expect(await screen.findByRole('combobox', { name: 'Assign to' })).to.exist;
  });
});
