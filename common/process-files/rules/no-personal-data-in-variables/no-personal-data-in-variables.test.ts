import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';
import { isPersonal } from './personal-data-names.ts';

const mapping = (source: string, target: string): string =>
  aProcess(
    element(
      'serviceTask',
      'Task_Look',
      `<zeebe:taskDefinition type="inspection.plan-visit" />
       <zeebe:ioMapping><zeebe:input source="${source.replaceAll('"', '&quot;')}" target="${target}" /></zeebe:ioMapping>`,
    ),
  );
const found = (xml: string) => foundBy('no-personal-data-in-variables', xml);

describeRule('no-personal-data-in-variables', ['Task_PlanVisit'], () => {
  it('knows personal names in the ways people write them', () => {
    for (const name of ['name', 'citizenName', 'mobile_number', 'nationalId', 'EMAIL', 'answerText', 'notes'])
      expect(isPersonal(name), name).to.be.true;
    for (const name of ['requestId', 'department', 'context', 'replyWindow', 'nameless', 'reopenings'])
      expect(isPersonal(name), name).to.be.false;
  });

  it('looks at what is read as well as at what is written', async () => {
    expect(await found(mapping('=person.mobile', 'contact'))).to.deep.equal(['Task_Look']);
    expect(await found(mapping('=requestId', 'address'))).to.deep.equal(['Task_Look']);
  });

  it('does not mind texts that stand in an expression', async () => {
    expect(await found(mapping('=if reply = "name" then "text" else "none"', 'reply'))).to.deep.equal([]);
  });

  it('looks between the quotation marks that stand in comments', async () => {
    expect(await found(mapping('=1 /* " */ + mobile /* " */', 'reply'))).to.deep.equal(['Task_Look']);
  });

  it('looks at conditions and collections', async () => {
    // given
    const xml = aProcess(
      `${element('receiveTask', 'Task_Wait')}${element('receiveTask', 'Task_Go', '', '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=bodies" inputElement="phone" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>')}
       <bpmn:sequenceFlow id="Flow_Go" sourceRef="Task_Wait" targetRef="Task_Go">
         <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=email != null</bpmn:conditionExpression>
       </bpmn:sequenceFlow>`,
    );

    // then
    expect(new Set(await found(xml))).to.deep.equal(new Set(['Task_Go', 'Flow_Go']));
  });

  it('finds a form that hands free text to the engine', async () => {
    // given
    const xml = aProcess(
      element(
        'userTask',
        'Task_Look',
        '<zeebe:userTask /><zeebe:formDefinition externalReference="inspection/talkative" />',
      ),
    );

    // then
    expect(await found(xml)).to.deep.equal(['Task_Look']);
  });
});
