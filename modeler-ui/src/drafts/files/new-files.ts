import type { Form } from '#common/contract/forms.ts';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Checks the syntax of a key for processes, forms and tables. */
export const isKey = (text: string): boolean => SLUG.test(text) && text.length <= 48;

export type NewFileKind = 'form' | 'decision' | 'template';

/** Returns the name of a new file of a process. */
export const newFileName = (kind: NewFileKind, processKey: string, key: string): string =>
  ({ form: `forms/${processKey}/${key}.json`, decision: `${key}.dmn`, template: `templates/${key}.json` })[
    kind
  ];

/** Returns the content of a new file: the minimum that can be deployed. */
export function newFileContent(kind: NewFileKind, key: string): string {
  if (kind === 'decision') return emptyTable(key);
  return `${JSON.stringify(kind === 'form' ? EMPTY_FORM : emptyTemplate(key), null, 2)}\n`;
}

const EMPTY_FORM: Form = {
  title: '%title',
  schema: {
    type: 'object',
    required: ['note'],
    properties: { note: { type: 'string', title: '%note', minLength: 1, maxLength: 2000 } },
    additionalProperties: false,
  },
  uiSchema: { note: { 'ui:widget': 'textarea' } },
  variables: [],
  texts: { fa: { title: 'فرم تازه', note: 'شرح' }, en: { title: 'New form', note: 'Note' } },
};

const emptyTemplate = (key: string) => ({
  $schema: '@camunda/zeebe-element-templates-json-schema',
  name: '%name',
  id: `shahrah.${key}`,
  version: 1,
  description: '%about',
  engines: { camunda: '^8.5' },
  appliesTo: ['bpmn:Task', 'bpmn:ServiceTask'],
  elementType: { value: 'bpmn:ServiceTask' },
  properties: [
    {
      type: 'Hidden',
      value: 'shared.notify',
      binding: { type: 'zeebe:taskDefinition', property: 'type' },
    },
    {
      type: 'Hidden',
      value: '=requestId',
      binding: { type: 'zeebe:input', name: 'requestId' },
    },
    {
      type: 'Hidden',
      value: '="interim"',
      binding: { type: 'zeebe:input', name: 'template' },
    },
  ],
  metadata: {
    texts: {
      fa: { name: 'گام تازه', about: 'به شهروند می‌گوید که رسیدگی ادامه دارد.' },
      en: { name: 'New step', about: 'Tells the citizen that work goes on.' },
    },
  },
});

const emptyTable = (key: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="Definitions_${key}" name="تصمیم تازه" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="${key}" name="تصمیم تازه">
    <decisionTable id="Table_${key}" hitPolicy="FIRST">
      <input id="Input_1" label="استان">
        <inputExpression id="InputExpression_1" typeRef="string"><text>region</text></inputExpression>
      </input>
      <output id="Output_1" label="اولویت" name="priority" typeRef="string" />
      <rule id="Rule_Otherwise">
        <inputEntry id="InputEntry_1"><text></text></inputEntry>
        <outputEntry id="OutputEntry_1"><text>"normal"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Diagram_${key}">
      <dmndi:DMNShape id="Shape_${key}" dmnElementRef="${key}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
