import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { diffFile } from '#common/process-files/diff/index.ts';
import { said } from './describe-entries.ts';

/** A diagram of one path, into which a test writes what it is about. */
const aDiagram = ({
  inside = '',
  drawn = '',
  root = '',
} = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:acme="http://acme.example/bpmn" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="repair" isExecutable="true">${inside}</bpmn:process>${root}
  <bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="repair">${drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const task = (inside = '', attributes = ''): string =>
  `<bpmn:serviceTask id="Task_Plan" ${attributes}><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:serviceTask>`;

const changes = async (before: string, after: string): Promise<string[]> =>
  said(await diffFile('repair.bpmn', aDiagram({ inside: before }), aDiagram({ inside: after })));

describe('what changed between two diagrams', () => {
  for (const [what, before, after, expected] of [
    [
      'the type and the tries of a job',
      task('<zeebe:taskDefinition type="a.plan" retries="5" />'),
      task('<zeebe:taskDefinition type="b.plan" retries="3" />'),
      ['execution changed Task_Plan job-type a.plan → b.plan', 'execution changed Task_Plan retries 5 → 3'],
    ],
    [
      'a mapping, told by its target wherever it stands in the list',
      task(
        '<zeebe:ioMapping><zeebe:input source="=a" target="x" /><zeebe:input source="=b" target="y" /></zeebe:ioMapping>',
      ),
      task(
        '<zeebe:ioMapping><zeebe:input source="=c" target="y" /><zeebe:input source="=a" target="x" /><zeebe:output source="=d" target="z" /></zeebe:ioMapping>',
      ),
      ['execution changed Task_Plan input(y) =b → =c', 'execution changed Task_Plan output(z) - → =d'],
    ],
    [
      'a condition, and where a flow leads',
      '<bpmn:task id="A" /><bpmn:task id="B" /><bpmn:sequenceFlow id="Flow_1" sourceRef="A" targetRef="B"><bpmn:conditionExpression>=x</bpmn:conditionExpression></bpmn:sequenceFlow>',
      '<bpmn:task id="A" /><bpmn:task id="B" /><bpmn:sequenceFlow id="Flow_1" sourceRef="A" targetRef="A"><bpmn:conditionExpression>=y</bpmn:conditionExpression></bpmn:sequenceFlow>',
      ['execution changed Flow_1 condition =x → =y', 'execution changed Flow_1 to B → A'],
    ],
    [
      'the form and the groups of a user task',
      '<bpmn:userTask id="T"><bpmn:extensionElements><zeebe:userTask /><zeebe:formDefinition externalReference="a/b" /><zeebe:assignmentDefinition candidateGroups="x" /></bpmn:extensionElements></bpmn:userTask>',
      '<bpmn:userTask id="T"><bpmn:extensionElements><zeebe:formDefinition externalReference="a/c" /><zeebe:assignmentDefinition candidateGroups="y" /></bpmn:extensionElements></bpmn:userTask>',
      [
        'execution changed T native-user-task true → -',
        'execution changed T form a/b → a/c',
        'execution changed T groups x → y',
      ],
    ],
    [
      'a timer, and that it no longer interrupts',
      '<bpmn:task id="A" /><bpmn:boundaryEvent id="E" attachedToRef="A"><bpmn:timerEventDefinition id="D"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>',
      '<bpmn:task id="A" /><bpmn:boundaryEvent id="E" attachedToRef="A" cancelActivity="false"><bpmn:timerEventDefinition id="D2"><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>',
      ['execution changed E timer-duration PT1H → PT2H', 'execution changed E interrupting true → false'],
    ],
    [
      'the called process, the asked decision, what is looped over',
      '<bpmn:callActivity id="C"><bpmn:extensionElements><zeebe:calledElement processId="a" /></bpmn:extensionElements></bpmn:callActivity><bpmn:businessRuleTask id="R"><bpmn:extensionElements><zeebe:calledDecision decisionId="d" resultVariable="r" /></bpmn:extensionElements></bpmn:businessRuleTask>',
      '<bpmn:callActivity id="C"><bpmn:extensionElements><zeebe:calledElement processId="b" /></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=list" inputElement="one" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:callActivity><bpmn:businessRuleTask id="R"><bpmn:extensionElements><zeebe:calledDecision decisionId="e" resultVariable="r" /></bpmn:extensionElements></bpmn:businessRuleTask>',
      [
        'execution changed C called-process a → b',
        'execution changed C loop - → bpmn:MultiInstanceLoopCharacteristics',
        'execution changed C loop-over - → =list',
        'execution changed C loop-element - → one',
        'execution changed R decision d → e',
      ],
    ],
    [
      'names and documentation, after what is carried out',
      `${task('<zeebe:properties><zeebe:property name="name.en" value="Plan" /></zeebe:properties>', 'name="برنامه"')}<bpmn:task id="B" />`,
      `${task('<zeebe:properties><zeebe:property name="name.en" value="Make a plan" /><zeebe:property name="sla.stageHours" value="4" /></zeebe:properties>', 'name="تهیهٔ برنامه"')}<bpmn:task id="B"><bpmn:documentation>Why</bpmn:documentation></bpmn:task>`,
      [
        'execution changed Task_Plan property(sla.stageHours) - → 4',
        'description changed Task_Plan name-en Plan → Make a plan',
        'description changed Task_Plan name برنامه → تهیهٔ برنامه',
        'description changed B documentation - → Why',
      ],
    ],
    [
      'what came and went, also inside a subprocess',
      '<bpmn:subProcess id="S"><bpmn:task id="A" /></bpmn:subProcess><bpmn:textAnnotation id="N"><bpmn:text>note</bpmn:text></bpmn:textAnnotation>',
      '<bpmn:subProcess id="S"><bpmn:task id="B" /></bpmn:subProcess>',
      ['execution added B', 'execution removed A', 'description removed N'],
    ],
    [
      'a step that became another kind of step, or moved into a subprocess',
      '<bpmn:task id="A" /><bpmn:task id="B" /><bpmn:subProcess id="S" />',
      '<bpmn:userTask id="A" /><bpmn:subProcess id="S"><bpmn:task id="B" /></bpmn:subProcess>',
      ['execution changed A type bpmn:Task → bpmn:UserTask', 'execution changed B inside - → S'],
    ],
    [
      'what a foreign tool wrote',
      task('<acme:robot speed="1"><acme:arm>left</acme:arm></acme:robot>', 'acme:colour="red"'),
      task('<acme:robot speed="2"><acme:arm>left</acme:arm></acme:robot>', 'acme:colour="blue"'),
      [
        'execution changed Task_Plan acme:robot.speed 1 → 2',
        'execution changed Task_Plan acme:colour red → blue',
      ],
    ],
  ] as const)
    it(`tells ${what}`, async () => {
      // then
      expect(await changes(before, after)).to.deep.equal(expected);
    });

  it('tells a message with the elements that wait for it', async () => {
    // given
    const diagram = (name: string, key: string) =>
      aDiagram({
        inside: '<bpmn:receiveTask id="T" messageRef="Message_1" />',
        root: `<bpmn:message id="Message_1" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements></bpmn:message>`,
      });

    // when
    const found = await diffFile('repair.bpmn', diagram('paid', '=a'), diagram('payment', '=b'));

    // then
    expect(said(found)).to.have.members([
      'execution changed T message paid → payment',
      'execution changed T correlation =a → =b',
    ]);
  });

  it('tells what was only drawn elsewhere, last', async () => {
    // given
    const diagram = (x: number, group: string) =>
      aDiagram({
        inside: `<bpmn:userTask id="A"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="${group}" /></bpmn:extensionElements></bpmn:userTask>`,
        drawn: `<bpmndi:BPMNShape id="Shape_A" bpmnElement="A"><dc:Bounds x="${x}" y="0" width="100" height="80" /></bpmndi:BPMNShape>`,
      });

    // when
    const found = await diffFile('repair.bpmn', diagram(0, 'x'), diagram(90, 'y'));

    // then
    expect(said(found)).to.deep.equal(['execution changed A groups x → y', 'layout changed A']);
  });

  it('finds nothing between a diagram of the product and itself', async () => {
    for (const folder of readdirSync('processes')) {
      const file = `processes/${folder}/${folder}.bpmn`;
      let xml: string;
      try {
        xml = readFileSync(file, 'utf8');
      } catch {
        continue;
      }
      expect(await diffFile(`${folder}.bpmn`, xml, `${xml}\n`), file).to.deep.equal([]);
    }
  });
});
