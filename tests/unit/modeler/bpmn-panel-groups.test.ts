import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isSupported } from '#modeler-ui/bpmn/canvas/supported-elements.ts';
import { groupsFor } from '#modeler-ui/bpmn/panel/panel-groups.ts';

const group = (id: string, ...entries: string[]) => ({
  id,
  entries: entries.map((entry) => ({ id: entry })),
});

describe('the properties panel', () => {
  it('shows business people names and documentation only', () => {
    // given
    const groups = [
      group('names', 'name-fa'),
      group('general', 'id'),
      group('documentation', 'documentation'),
    ];

    // then
    expect(groupsFor('design', groups).map(({ id }) => id)).to.deep.equal(['names', 'documentation']);
  });

  it('hides what version 8.5 of the engine does not know', () => {
    // given
    const groups = [
      group('general', 'name', 'id', 'versionTag'),
      group('calledElement', 'house-called-process', 'bindingType'),
      group('Zeebe__ExecutionListeners', 'one'),
      group('businessId', 'businessIdInherit'),
    ];

    // then
    expect(
      groupsFor('implement', groups).map(({ id, entries }) => [id, entries?.map((entry) => entry.id)]),
    ).to.deep.equal([
      ['general', ['id']],
      ['calledElement', ['house-called-process']],
    ]);
  });

  it('offers no element that the engine does not run', () => {
    expect(['replace-with-conditional-flow', 'replace-with-user-task'].every(isSupported)).to.equal(true);
    expect(
      ['replace-with-complex-gateway', 'replace-with-transaction', 'append-ad-hoc-sub-process'].some(
        isSupported,
      ),
    ).to.equal(false);
  });
});
