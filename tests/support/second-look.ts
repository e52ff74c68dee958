import { readText } from './diagrams/project-files.ts';

/** A step that an analyst adds to `road-defect` in tests: after the check for danger, somebody else looks at it once more. */
export const SECOND_LOOK = 'Task_SecondLook';
export const SECOND_LOOK_FORM = 'forms/road-defect/second-look.json';

const NAME = 'نگاه دوم';

export const secondLookForm = JSON.stringify(
  {
    title: '%title',
    schema: {
      type: 'object',
      required: ['agreed'],
      properties: { agreed: { type: 'boolean', title: '%agreed' } },
      additionalProperties: false,
    },
    uiSchema: {},
    variables: ['agreed'],
    texts: {
      fa: { title: NAME, agreed: 'با ارزیابی همکار موافقم' },
      en: { title: 'Second look', agreed: 'I agree with the assessment' },
    },
  },
  null,
  2,
);

/** `road-defect` with the step; what it lacks is what a rule stops. */
export function withSecondLook({ form }: { form: boolean }): string {
  const step = `<bpmn:userTask id="${SECOND_LOOK}" name="${NAME}">
      <bpmn:extensionElements>
        <zeebe:userTask />
        ${form ? '<zeebe:formDefinition externalReference="road-defect/second-look" />' : ''}
        <zeebe:assignmentDefinition candidateGroups="=[department]" />
        <zeebe:properties><zeebe:property name="name.en" value="Second look" /></zeebe:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_Checked</bpmn:incoming>
      <bpmn:outgoing>Flow_SeenTwice</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Flow_SeenTwice" sourceRef="${SECOND_LOOK}" targetRef="Gateway_Dangerous" />`;
  const picture = `<bpmndi:BPMNShape id="${SECOND_LOOK}_Shape" bpmnElement="${SECOND_LOOK}">
        <dc:Bounds x="1270" y="-40" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Flow_SeenTwice_Edge" bpmnElement="Flow_SeenTwice">
        <di:waypoint x="1370" y="0" /><di:waypoint x="1400" y="115" />
      </bpmndi:BPMNEdge>`;
  return readText('processes/road-defect/road-defect.bpmn')
    .replace('<bpmn:incoming>Flow_Checked</bpmn:incoming>', '<bpmn:incoming>Flow_SeenTwice</bpmn:incoming>')
    .replace(
      'id="Flow_Checked" sourceRef="Task_CheckDanger" targetRef="Gateway_Dangerous" />',
      `id="Flow_Checked" sourceRef="Task_CheckDanger" targetRef="${SECOND_LOOK}" />\n    ${step}`,
    )
    .replace('<bpmndi:BPMNShape id="Task_CheckDanger_Shape"', `${picture}\n      $&`);
}
