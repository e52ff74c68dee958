import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

const job = '<zeebe:taskDefinition type="nobody.does-it" />';

describeRule('known-job-type', ['Task_PlanVisit'], () => {
  it('looks at everything that becomes a job, events too', async () => {
    // given
    const xml = aProcess(
      element('sendTask', 'Task_Send', job) +
        element('scriptTask', 'Task_Script', job) +
        element('businessRuleTask', 'Task_Rule', job) +
        element('endEvent', 'EndEvent_Sent', job, '<bpmn:messageEventDefinition id="Definition_Sent" />'),
    );

    // then
    expect(await foundBy('known-job-type', xml)).to.deep.equal([
      'Task_Send',
      'Task_Script',
      'Task_Rule',
      'EndEvent_Sent',
    ]);
  });

  it('finds a service task without a type', async () => {
    expect(await foundBy('known-job-type', aProcess(element('serviceTask', 'Task_Idle')))).to.deep.equal([
      'Task_Idle',
    ]);
  });
});
