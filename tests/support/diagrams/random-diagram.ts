import fc from 'fast-check';

const NAMESPACES = [
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
  'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
  'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
  'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"',
  'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0"',
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  'xmlns:modeler="http://camunda.org/schema/modeler/1.0"',
  'xmlns:tool="https://other-tool.example/ns"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
].join(' ');

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\t': '&#9;',
};
const escaped = (text: string): string => text.replace(/[&<>"'\n\t]/g, (sign) => ENTITIES[sign] ?? sign);

const aWord = fc.constantFrom(
  'بازدید از محل',
  'می‌پرسیم؟',
  '«نامه» به شهرداری',
  'Ask & answer <now>',
  `it's "quoted"`,
  'دو\nخط',
  '۱۲۳ 🛣️',
  '=priority = "high" and not(dangerous)',
);

/** Content besides BPMN in the diagram of another tool: its own attributes and nested elements. */
const aForeignPart = fc
  .record({
    kind: fc.constantFrom('setting', 'note', 'layout'),
    value: aWord,
    inner: fc.array(aWord, { maxLength: 3 }),
  })
  .map(
    ({ kind, value, inner }) =>
      `<tool:${kind} value="${escaped(value)}">${inner.map((text) => `<tool:item key="${escaped(text)}"><tool:deep level="2" /></tool:item>`).join('')}</tool:${kind}>`,
  );

const aZeebePart = fc.oneof(
  aWord.map(
    (text) =>
      `<zeebe:properties><zeebe:property name="name.en" value="${escaped(text)}" /></zeebe:properties>`,
  ),
  aWord.map(
    (text) => `<zeebe:ioMapping><zeebe:input source="${escaped(text)}" target="x" /></zeebe:ioMapping>`,
  ),
);

const TASKS = ['userTask', 'serviceTask', 'manualTask', 'task', 'businessRuleTask', 'scriptTask'] as const;
const GATEWAYS = ['exclusiveGateway', 'parallelGateway', 'inclusiveGateway', 'eventBasedGateway'] as const;

const anElement = fc.record({
  type: fc.constantFrom(...TASKS, ...GATEWAYS, 'intermediateThrowEvent', 'subProcess'),
  name: fc.option(aWord),
  documentation: fc.option(aWord),
  parts: fc.array(fc.oneof(aForeignPart, aZeebePart), { maxLength: 3 }),
  foreignAttribute: fc.option(aWord),
  coloured: fc.boolean(),
});

type Drawn = {
  type: string;
  name: string | null;
  documentation: string | null;
  parts: string[];
  foreignAttribute: string | null;
  coloured: boolean;
};

const drawn = ({ type, name, documentation, parts, foreignAttribute }: Drawn, index: number): string =>
  `<bpmn:${type} id="Element_${index}"${name === null ? '' : ` name="${escaped(name)}"`}${
    foreignAttribute === null ? '' : ` tool:tag="${escaped(foreignAttribute)}"`
  }>${documentation === null ? '' : `<bpmn:documentation>${escaped(documentation)}</bpmn:documentation>`}${
    parts.length > 0 ? `<bpmn:extensionElements>${parts.join('')}</bpmn:extensionElements>` : ''
  }${index > 0 ? `<bpmn:incoming>Flow_${index}</bpmn:incoming>` : ''}</bpmn:${type}>`;

const flow = (to: number, condition: string | null): string =>
  `<bpmn:sequenceFlow id="Flow_${to}" sourceRef="Element_${to - 1}" targetRef="Element_${to}">${
    condition === null
      ? ''
      : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escaped(condition)}</bpmn:conditionExpression>`
  }</bpmn:sequenceFlow>`;

const shape = ({ coloured }: Drawn, index: number): string =>
  `<bpmndi:BPMNShape id="Shape_${index}" bpmnElement="Element_${index}"${
    coloured ? ' bioc:stroke="#831311" bioc:fill="#ffcdd2" color:background-color="#ffcdd2"' : ''
  }><dc:Bounds x="${index * 150}" y="100.5" width="100" height="80" /></bpmndi:BPMNShape>`;

/** Arbitrary diagram of another tool: a row of elements with names, notes, colours and extensions of its
 *  own. */
export const aForeignDiagram = (most = 8): fc.Arbitrary<string> =>
  fc
    .record({
      elements: fc.array(anElement, { minLength: 1, maxLength: most }),
      conditions: fc.array(fc.option(aWord), { minLength: most, maxLength: most }),
      parts: fc.array(aForeignPart, { maxLength: 2 }),
    })
    .map(({ elements, conditions, parts }) => {
      const flows = elements.slice(1).map((_, index) => flow(index + 1, conditions[index] ?? null));
      return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${NAMESPACES} id="Definitions_1" targetNamespace="https://other-tool.example" exporter="Other tool" exporterVersion="7" modeler:executionPlatform="Camunda Cloud" tool:mood="calm">
<bpmn:process id="Process_1" isExecutable="true">${
        parts.length > 0 ? `<bpmn:extensionElements>${parts.join('')}</bpmn:extensionElements>` : ''
      }${elements.map(drawn).join('')}${flows.join('')}</bpmn:process>
<bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">${elements
        .map(shape)
        .join('')}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
    });
