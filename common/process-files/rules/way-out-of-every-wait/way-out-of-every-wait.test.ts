import { expect } from 'chai';
import { it } from 'mocha';
import { aProcess, describeRule, foundBy } from '#common/process-files/testing/rule-spec.ts';

const roots = `<bpmn:message id="Message_Replied" name="citizen-replied" /><bpmn:message id="Message_CitizenWithdrew" name="citizen-withdrew" />`;
const wait = '<bpmn:receiveTask id="Task_Wait" messageRef="Message_Replied" />';
const timer = (id: string, attributes = '') =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="Task_Wait" ${attributes}>
     <bpmn:timerEventDefinition id="TimerDefinition_Wait"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
   </bpmn:boundaryEvent>`;
const withdrawal = (message: string) =>
  `<bpmn:subProcess id="SubProcess_Gone" triggeredByEvent="true"><bpmn:startEvent id="StartEvent_Gone">
     <bpmn:messageEventDefinition id="MessageDefinition_Gone" messageRef="${message}" />
   </bpmn:startEvent></bpmn:subProcess>`;

const found = (elements: string) => foundBy('way-out-of-every-wait', aProcess(elements, { roots }));

describeRule('way-out-of-every-wait', ['Event_CarrierReplied', 'Gateway_Enough'], () => {
  it('takes a timer at the wait, or around it', async () => {
    expect(await found(wait + timer('Event_TimeRanOut'))).to.deep.equal([]);
    const around = `<bpmn:subProcess id="SubProcess_Around">${wait}</bpmn:subProcess>`;
    const atIt = timer('Event_TimeRanOut').replace(
      'attachedToRef="Task_Wait"',
      'attachedToRef="SubProcess_Around"',
    );
    expect(await found(around + atIt)).to.deep.equal([]);
  });

  it('does not take a timer that only reminds', async () => {
    expect(await found(wait + timer('Event_Remind', 'cancelActivity="false"'))).to.deep.equal(['Task_Wait']);
  });

  it('takes an interrupting message, but not the withdrawal of the citizen who waits', async () => {
    expect(await found(wait + withdrawal('Message_Replied'))).to.deep.equal([]);
    expect(await found(wait + withdrawal('Message_CitizenWithdrew'))).to.deep.equal(['Task_Wait']);
  });

  it('finds a gateway that waits for messages alone', async () => {
    // given
    const event = (id: string) =>
      `<bpmn:intermediateCatchEvent id="${id}"><bpmn:incoming>Flow_${id}</bpmn:incoming>
         <bpmn:messageEventDefinition id="MessageDefinition_${id}" messageRef="Message_Replied" /></bpmn:intermediateCatchEvent>
       <bpmn:sequenceFlow id="Flow_${id}" sourceRef="Gateway_Wait" targetRef="${id}" />`;
    const gateway = `<bpmn:eventBasedGateway id="Gateway_Wait"><bpmn:outgoing>Flow_Event_One</bpmn:outgoing><bpmn:outgoing>Flow_Event_Two</bpmn:outgoing></bpmn:eventBasedGateway>`;

    // then
    expect(await found(gateway + event('Event_One') + event('Event_Two'))).to.deep.equal(['Gateway_Wait']);
  });
});
