import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('native-user-task', ['Task_InspectRoad'], () => {
  it('takes no manual task and no task without a kind: nobody would ever do them', async () => {
    // given
    const xml = aProcess(element('manualTask', 'Task_ByHand') + element('task', 'Task_Any'));

    // then
    expect(await foundBy('native-user-task', xml)).to.deep.equal(['Task_ByHand', 'Task_Any']);
  });
});
