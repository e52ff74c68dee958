import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

describeRule('readable-ids', ['Activity_0k3x9f1'], () => {
  it('looks at flows, messages and the process too', async () => {
    // given
    const xml = aProcess(
      element('startEvent', 'StartEvent_Begun') +
        element('endEvent', 'EndEvent_Done') +
        '<bpmn:sequenceFlow id="Flow_1x2y3z" sourceRef="StartEvent_Begun" targetRef="EndEvent_Done" />',
      { id: 'Process_1abc', roots: '<bpmn:message id="Message_2xyz" name="citizen-replied" />' },
    );

    // then
    expect(await foundBy('readable-ids', xml)).to.have.members([
      'Process_1abc',
      'Flow_1x2y3z',
      'Message_2xyz',
    ]);
  });
});
