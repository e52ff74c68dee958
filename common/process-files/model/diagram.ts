import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** A moddle element; its properties depend on `$type`. */
export type Element = {
  $type: string;
  id?: string;
  name?: string;
  $parent?: Element;
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

/** Parses a diagram, up to the first error: locating each of many errors would scan the whole file for each.
 *  @throws when it is no readable BPMN, or contains no process */
export const parseDiagram = async (file: string, xml: string): Promise<Diagram> => {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml, 'bpmn:Definitions', {
    lax: false,
  });
  if (warnings.length > 0) throw new Error(`${file}: ${warnings.map(({ message }) => message).join('; ')}`);
  const root = rootElement as Element;
  const process = root.rootElements?.find(({ $type }) => $type === 'bpmn:Process');
  if (!process) throw new Error(`${file} holds no process`);
  const messages = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Message');
  return { file, root, process, elements: elementsInside(process), messages };
};

/** Returns the flow elements of a process or subprocess, at every depth. */
export const elementsInside = (parent: Element): Element[] =>
  (parent.flowElements ?? []).flatMap((element) => [element, ...elementsInside(element)]);

/** Returns the zeebe extensions of one kind, such as `TaskDefinition`. */
export const extensions = (element: Element, type: string): Element[] =>
  (element.extensionElements?.values ?? []).filter(({ $type }) => $type === `zeebe:${type}`);

export const extension = (element: Element, type: string): Element | undefined =>
  extensions(element, type)[0];

/** Returns the value of a `zeebe:property`. */
export const propertyOf = (element: Element, name: string): string | undefined => {
  const properties = extension(element, 'Properties')?.['properties'] as Element[] | undefined;
  return properties?.find((property) => property.name === name)?.['value'] as string | undefined;
};

export const englishName = (element: Element): string | undefined => propertyOf(element, 'name.en');
