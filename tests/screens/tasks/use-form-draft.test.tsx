import '#tests/support/screens/dom.ts';
import { act } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useFormDraft } from '#case-ui/desk/tasks/use-form-draft.ts';
import { renderHook } from '#tests/support/screens/render.tsx';

const draftOf = (taskKey: string) => renderHook(useFormDraft, taskKey);

describe('the draft of a task’s form', () => {
  it('is there again after a reload, with the same submission id', () => {
    // given
    const before = draftOf('1');
    act(() => before.result.current.change({ dangerous: true }));
    const { submissionId } = before.result.current;
    before.unmount();
    // when
    const { result } = draftOf('1');
    // then
    expect(result.current.data).to.deep.equal({ dangerous: true });
    expect(result.current.submissionId).to.equal(submissionId);
  });

  it('keeps the submission id while the answers are the same, and changes it with them', () => {
    // given
    const { result } = draftOf('1');
    const ids = [result.current.submissionId];
    // when
    for (const data of [{}, { dangerous: true }, { dangerous: true }, { dangerous: false }]) {
      act(() => result.current.change(data));
      ids.push(result.current.submissionId);
    }
    // then
    expect(ids[1]).to.equal(ids[0]);
    expect(ids[3]).to.equal(ids[2]);
    expect(new Set(ids)).to.have.property('size', 3);
  });

  it('belongs to one task', () => {
    // given
    const one = draftOf('1');
    act(() => one.result.current.change({ dangerous: true }));
    // when
    const { result } = draftOf('2');
    // then
    expect(result.current.data).to.deep.equal({});
  });

  it('is gone once the task is completed', () => {
    // given
    const { result } = draftOf('1');
    act(() => result.current.change({ dangerous: true }));
    // when
    result.current.clear();
    // then
    expect(draftOf('1').result.current.data).to.deep.equal({});
  });

  it('begins anew where what is stored cannot be read', () => {
    // given
    sessionStorage.setItem('shahrah.task.1', '{"data":');
    // when
    const { result } = draftOf('1');
    // then
    expect(result.current.data).to.deep.equal({});
    expect(sessionStorage.getItem('shahrah.task.1')).to.equal(null);
  });
});
