import '#tests/support/screens/dom.ts';
import { act } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useCompletion } from '#case-ui/desk/tasks/use-completion.ts';
import { useTask } from '#case-ui/desk/tasks/use-tasks.query.ts';
import type { Task } from '#common/contract/tasks.ts';
import { useStoppedClock } from '#tests/support/screens/clock.ts';
import { aTask } from '#tests/support/screens/desk.ts';
import { renderHook } from '#tests/support/screens/render.tsx';
import { problem, ScreenServer } from '#tests/support/screens/server.ts';

const OPEN = aTask({ assignee: 'sara' });
const READ = `GET /tasks/${OPEN.key}`;
const COMPLETE = `POST /tasks/${OPEN.key}/complete`;
const SUBMISSION = { data: { dangerous: true }, submissionId: '6f1c1b9e-0000-4000-8000-000000000001' };

describe('the completion of a task', () => {
  const { pass } = useStoppedClock();

  async function aCompletion(shown: () => Task, accepted: unknown = { task: null, pending: true }) {
    const server = new ScreenServer().on(READ, shown).on(COMPLETE, () => accepted);
    const hook = renderHook(() => useCompletion(useTask(OPEN.key).data ?? OPEN), undefined, { server });
    await pass(0);
    const send = async () => {
      act(() => hook.result.current.complete.mutate(SUBMISSION));
      await pass(0);
    };
    return { server, send, phase: () => hook.result.current.phase, hook };
  }

  it('is open, then pending until the read side shows it', async () => {
    // given
    let shown: Task = OPEN;
    const { send, phase } = await aCompletion(() => shown);
    expect(phase()).to.equal('open');
    // when
    await send();
    // then
    expect(phase()).to.equal('pending');
    // when
    shown = { ...OPEN, state: 'completed', version: 4 };
    await pass(500);
    // then
    expect(phase()).to.equal('open');
  });

  it('sends the form with its submission id and the version that was read', async () => {
    // given
    const { server, send } = await aCompletion(() => OPEN);
    // when
    await send();
    // then
    expect(server.bodies(COMPLETE)).to.deep.equal([{ ...SUBMISSION, expectedVersion: OPEN.version }]);
  });

  it('reads again after longer and longer pauses, then says that it takes long and reads no more', async () => {
    // given
    const { server, send, phase } = await aCompletion(() => OPEN);
    await send();
    const before = server.of(READ).length;
    const readings = () => server.of(READ).length - before;
    // when
    const seen: [number, string][] = [];
    for (const pause of [499, 1, 1000, 2000, 4000, 7999, 1]) {
      await pass(pause);
      seen.push([readings(), phase()]);
    }
    // then
    expect(seen).to.deep.equal([
      [0, 'pending'],
      [1, 'pending'],
      [2, 'pending'],
      [3, 'pending'],
      [4, 'pending'],
      [4, 'pending'],
      [5, 'slow'],
    ]);
    // when
    await pass(60_000);
    // then
    expect(readings()).to.equal(5);
  });

  it('waits for nothing when the answer shows the task completed', async () => {
    // given
    const completed: Task = { ...OPEN, state: 'completed', version: 4 };
    let shown: Task = OPEN;
    const { server, send, phase } = await aCompletion(() => shown, { task: completed, pending: false });
    // when
    shown = completed;
    await send();
    const after = server.of(READ).length;
    await pass(60_000);
    // then
    expect(phase()).to.equal('open');
    expect(server.of(READ)).to.have.length(after);
  });

  it('stays open when it is refused', async () => {
    // given
    const { send, phase, hook } = await aCompletion(() => OPEN, problem('version-conflict', 409));
    // when
    await send();
    // then
    expect(phase()).to.equal('open');
    expect(hook.result.current.complete.error).to.include({ code: 'version-conflict' });
  });
});
