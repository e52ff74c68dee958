import { expect } from 'chai';
import { it } from 'mocha';
import type { LintContext } from '#common/process-files/index.ts';
import { fixtureContext } from '#common/process-files/testing/fixture-context.ts';
import { aProcess, describeRule, element, foundBy } from '#common/process-files/testing/rule-spec.ts';

const task = element('userTask', 'Task_Look', '<zeebe:userTask />');
const timer = `<bpmn:boundaryEvent id="Event_Late" attachedToRef="Task_Look" cancelActivity="false">
  <bpmn:timerEventDefinition id="TimerDefinition_Late"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>`;

const among = (...processes: LintContext['processes']): LintContext => ({ ...fixtureContext, processes });
const found = (xml: string, context: LintContext) => foundBy('escalation-path', xml, context);

const caller = { key: 'road-defect', calls: ['inspection'], escalates: true };

describeRule('escalation-path', ['Task_InspectRoad'], () => {
  it('takes the path of a process that calls this one', async () => {
    expect(await found(aProcess(task), among(caller))).to.deep.equal([]);
  });

  it('takes that of a caller’s caller', async () => {
    // given
    const between = { key: 'between', calls: ['inspection'], escalates: false };
    const top = { key: 'top', calls: ['between'], escalates: true };

    // then
    expect(await found(aProcess(task), among(between, top))).to.deep.equal([]);
  });

  it('asks every caller, because each must hear of it', async () => {
    // given
    const deaf = { key: 'housing', calls: ['inspection'], escalates: false };

    // then
    expect(await found(aProcess(task), among(caller, deaf))).to.deep.equal(['Task_Look']);
  });

  it('finds processes that call one another and never escalate', async () => {
    // given
    const between = { key: 'between', calls: ['inspection'], escalates: false };
    const itself = { key: 'inspection', calls: ['between'], escalates: false };

    // then
    expect(await found(aProcess(task), among(between, itself))).to.deep.equal(['Task_Look']);
  });

  it('takes a timer where the work belongs to no request, and only there', async () => {
    // given
    const started = `<bpmn:startEvent id="StartEvent_Begun"><bpmn:messageEventDefinition id="MessageDefinition_Begun" messageRef="Message_Begun" /></bpmn:startEvent>`;
    const roots = '<bpmn:message id="Message_Begun" name="request.inspection" />';

    // then
    expect(await found(aProcess(task + timer), among())).to.deep.equal([]);
    expect(await found(aProcess(started + task + timer, { roots }), among())).to.deep.equal(['Task_Look']);
  });
});
