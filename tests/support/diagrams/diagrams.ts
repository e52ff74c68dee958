import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { filesBelow, readText } from './project-files.ts';

const zeebe: unknown = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

/** A moddle element; which properties it has depends on `$type`. */
export type Element = {
  $type: string;
  id?: string;
  name?: string;
  extensionElements?: { values: Element[] };
  flowElements?: Element[];
  rootElements?: Element[];
  sourceRef?: Element;
  targetRef?: Element;
  outgoing?: Element[];
  incoming?: Element[];
  default?: Element;
  conditionExpression?: { body: string };
  eventDefinitions?: Element[];
  messageRef?: Element;
  [property: string]: unknown;
};

export type Diagram = {
  file: string;
  root: Element;
  process: Element;
  elements: Element[];
  messages: Element[];
};

export const readDiagram = (file: string): Promise<Diagram> => parseDiagram(file, readText(file));

/** @throws when it is no readable BPMN, or holds no process */
export const parseDiagram = async (file: string, xml: string): Promise<Diagram> => {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  if (warnings.length > 0) throw new Error(`${file}: ${warnings.map(({ message }) => message).join('; ')}`);
  const root = rootElement as Element;
  const process = root.rootElements?.find(({ $type }) => $type === 'bpmn:Process');
  if (!process) throw new Error(`${file} holds no process`);
  const inside = (parent: Element): Element[] =>
    (parent.flowElements ?? []).flatMap((element) => [element, ...inside(element)]);
  const messages = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Message');
  return { file, root, process, elements: inside(process), messages };
};

export const readDiagrams = (): Promise<Diagram[]> =>
  Promise.all(filesBelow('processes', '.bpmn').map(readDiagram));

export const extensions = (element: Element, type: string): Element[] =>
  (element.extensionElements?.values ?? []).filter(({ $type }) => $type === `zeebe:${type}`);

export const extension = (element: Element, type: string): Element | undefined =>
  extensions(element, type)[0];

export const englishName = (element: Element): string | undefined => {
  const properties = extension(element, 'Properties')?.['properties'] as Element[] | undefined;
  return properties?.find(({ name }) => name === 'name.en')?.['value'] as string | undefined;
};

export type DecisionRow = { id: string; inputs: string[]; outputs: Record<string, string> };
export type Decision = {
  id: string;
  name: string;
  /** The id of the file's root element. */
  drgId: string;
  file: string;
  hitPolicy: string;
  inputs: string[];
  outputs: string[];
  rows: DecisionRow[];
};

type Expression = { text: string };

/** @throws when it is no readable DMN, or a decision is no table */
export const parseDecisions = async (file: string, xml: string): Promise<Decision[]> => {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  return ((rootElement as Element)['drgElement'] as Element[]).map((element) => {
    const table = element['decisionLogic'] as Element;
    if (table?.$type !== 'dmn:DecisionTable') throw new Error(`${file}: ${element.id} is no decision table`);
    const names = (table['output'] as Element[]).map(({ name }) => name ?? '');
    return {
      id: element.id ?? '',
      name: element.name ?? '',
      drgId: (rootElement as Element).id ?? '',
      file,
      hitPolicy: [table['hitPolicy'], table['aggregation']].filter(Boolean).join(' '),
      outputs: names,
      inputs: (table['input'] as Element[]).map((input) => (input['inputExpression'] as Expression).text),
      rows: (table['rule'] as Element[]).map((rule) => ({
        id: rule.id ?? '',
        inputs: (rule['inputEntry'] as Expression[]).map(({ text }) => text),
        outputs: Object.fromEntries(
          (rule['outputEntry'] as Expression[]).map(({ text }, index) => [names[index] ?? '', text]),
        ),
      })),
    };
  });
};

/** Every decision table of the project. */
export const readDecisions = async (): Promise<Decision[]> =>
  (
    await Promise.all(filesBelow('processes', '.dmn').map((file) => parseDecisions(file, readText(file))))
  ).flat();
