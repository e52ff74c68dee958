import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, findingsIn, foundBy } from '#common/process-files/testing/rule-spec.ts';

const english = '<zeebe:properties><zeebe:property name="name.en" value="Look" /></zeebe:properties>';
const task = (name: string, extensions = english): string =>
  `<bpmn:receiveTask id="Task_Look" name="${name}"><bpmn:extensionElements>${extensions}</bpmn:extensionElements></bpmn:receiveTask>`;

describeRule('bilingual-names', ['Task_PlanVisit'], () => {
  it('finds a name without its English', async () => {
    expect(await foundBy('bilingual-names', aProcess(task('بازدید', '')))).to.include('Task_Look');
  });

  it('finds Arabic letters in a Persian name', async () => {
    // when
    const findings = await findingsIn(aProcess(task('بررسي')));

    // then
    const ofTask = findings.filter(
      ({ rule, elementId }) => rule === 'bilingual-names' && elementId === 'Task_Look',
    );
    expect(ofTask.map(({ message }) => message.en)).to.deep.equal([
      'The name of Task_Look is written with Arabic letters instead of Persian ones.',
    ]);
  });

  it('asks no name of a gateway that only joins, and of a flow without a word', async () => {
    // given
    const xml = aProcess(
      `${task('بازدید')}<bpmn:exclusiveGateway id="Gateway_Joined" />
       <bpmn:sequenceFlow id="Flow_Silent" sourceRef="Task_Look" targetRef="Gateway_Joined" />`,
    );

    // then
    expect(await foundBy('bilingual-names', xml)).to.deep.equal(['inspection']);
  });
});
