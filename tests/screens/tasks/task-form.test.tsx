import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { TaskForm } from '#case-ui/desk/tasks/task-form.tsx';
import type { Locale } from '#common/contract/common.ts';
import { aDesk, aTask } from '#tests/support/screens/desk.ts';
import { storedForm } from '#tests/support/screens/forms.ts';
import { render } from '#tests/support/screens/render.tsx';
import { problem } from '#tests/support/screens/server.ts';

const TASK = aTask({ assignee: 'sara', formKey: 'road-defect/inspect' });
const COMPLETE = `POST /tasks/${TASK.key}/complete`;

async function form(locale: Locale = 'en') {
  const server = aDesk().on('GET /forms/road-defect/inspect', storedForm('road-defect/inspect'));
  const page = render(<TaskForm task={TASK} />, { server, locale });
  const name = locale === 'en' ? 'Complete the task' : 'ثبت و انجام کار';
  const button = await screen.findByRole('button', { name });
  await waitFor(() => expect(button).to.have.property('disabled', false));
  return { server, button, ...page };
}
const photos = () => screen.getByRole('textbox', { name: /^Reference of the photos/ });

describe('the form of a task', () => {
  it('marks what is missing in the language of the screen, and sends nothing', async () => {
    // given
    const { user, button, server } = await form('fa');
    expect(screen.getByRole('heading', { name: 'بازدید با عکس' })).to.exist;
    // when
    await user.click(button);
    // then
    expect(await screen.findAllByText('این بخش را پر کنید.')).to.have.length(2);
    expect(server.of(COMPLETE)).to.deep.equal([]);
  });

  it('leaves the choice to the user', async () => {
    // when
    await form();
    // then
    expect(screen.getAllByRole('radio', { checked: false })).to.have.length(2);
  });

  it('asks for what an answer makes necessary', async () => {
    // given
    const { user } = await form();
    expect(screen.queryByRole('textbox', { name: /^Reason/ })).to.equal(null);
    // when
    await user.click(screen.getByRole('radio', { name: /^No repair is needed/ }));
    // then
    expect(await screen.findByRole('textbox', { name: /^Reason/ })).to.exist;
    expect(screen.queryByRole('radio', { name: 'Snow and ice' })).to.equal(null);
  });

  it('keeps what was filled in over a reload and an error, and sends the same submission again', async () => {
    // given
    const before = await form();
    await before.user.click(screen.getByRole('radio', { name: /^No repair is needed/ }));
    await before.user.type(photos(), '7');
    before.unmount();
    const { user, button, server } = await form();
    server.on(COMPLETE, problem('engine-unavailable', 503));
    expect(photos()).to.have.property('value', '7');
    await user.type(screen.getByRole('textbox', { name: /^Reason/ }), 'Whole');
    // when
    await user.click(button);
    // then
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).to.match(/workflow cannot be reached.*Nothing you typed was lost/);
    expect(photos()).to.have.property('value', '7');
    // when
    await user.click(button);
    // then
    await waitFor(() => expect(server.of(COMPLETE)).to.have.length(2));
    const [first, second] = server.bodies(COMPLETE);
    expect(second).to.deep.equal(first);
    expect(first).to.deep.include({
      data: { finding: 'no-repair', evidence: '7', explanation: 'Whole' },
      expectedVersion: TASK.version,
    });
  });

  it('is closed while its completion is recorded, and is forgotten then', async () => {
    // given
    const { user, button, server } = await form();
    server.on(COMPLETE, { task: null, pending: true });
    await user.click(screen.getByRole('radio', { name: /^No repair is needed/ }));
    await user.type(photos(), '7');
    await user.type(await screen.findByRole('textbox', { name: /^Reason/ }), 'Whole');
    // when
    await user.click(button);
    // then
    expect(await screen.findByText('Your command was accepted and is being recorded.')).to.exist;
    expect(screen.getByText('The task was recorded')).to.exist;
    expect(screen.getByRole('button', { name: 'Completing…' })).to.have.property('disabled', true);
    expect(photos()).to.have.property('disabled', true);
    expect(sessionStorage.getItem(`shahrah.task.${TASK.key}`)).to.equal(null);
  });

  it('can be read again when it could not be read', async () => {
    // given
    const server = aDesk().on('GET /forms/road-defect/inspect', problem('unknown-form', 404));
    const { user } = render(<TaskForm task={TASK} />, { server });
    expect((await screen.findByRole('alert')).textContent).to.include('form of this part was not found');
    // when
    server.on('GET /forms/road-defect/inspect', storedForm('road-defect/inspect'));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    // then
    expect(await screen.findByRole('heading', { name: 'Inspection, with photos' })).to.exist;
  });
});
