import { type Element as Moddle, extension } from '#common/process-files/model/diagram.ts';

/** Element on the bpmn-js canvas, with only the properties that the editor reads. */
export type Shape = {
  id: string;
  type: string;
  businessObject: Moddle;
  parent?: Shape;
  labelTarget?: Shape;
  waypoints?: unknown[];
};

export type Modeling = {
  updateProperties(element: Shape, properties: Record<string, unknown>): void;
  updateModdleProperties(element: Shape, moddle: Moddle, properties: Record<string, unknown>): void;
  updateLabel(element: Shape, label: string | null, bounds?: unknown): void;
};
export type Factory = { create(type: string, properties?: Record<string, unknown>): Moddle };
type Get = <T>(service: string) => T;

const create = (
  factory: Factory,
  type: string,
  parent: Moddle,
  properties: Record<string, unknown> = {},
): Moddle => {
  const made = factory.create(type, properties);
  made.$parent = parent;
  return made;
};

/** Returns the extension element of a type, such as `zeebe:Properties`. */
export const extensionOf = (element: Shape, kind: string): Moddle | undefined =>
  extension(element.businessObject, kind.replace('zeebe:', ''));

/** Changes properties of an extension element, creating it if missing, in one undoable step. `undefined`
 *  removes it. */
export function setExtension(
  get: Get,
  element: Shape,
  kind: string,
  properties: Record<string, unknown> | undefined,
): void {
  const modeling = get<Modeling>('modeling');
  const factory = get<Factory>('bpmnFactory');
  const bo = element.businessObject;
  const found = extensionOf(element, kind);
  const values = bo.extensionElements?.values ?? [];
  if (found && properties) return modeling.updateModdleProperties(element, found, properties);
  if (!found && !properties) return;
  const next = properties
    ? (holder: Moddle) => [...values, create(factory, kind, holder, properties)]
    : () => values.filter((value) => value !== found);
  const holder = bo.extensionElements as Moddle | undefined;
  if (holder) return modeling.updateModdleProperties(element, holder, { values: next(holder) });
  const made = create(factory, 'bpmn:ExtensionElements', bo);
  made['values'] = next(made);
  modeling.updateProperties(element, { extensionElements: made });
}

/** Sets a `zeebe:property` of an element, or removes it if there is no value, in one undoable step. */
export function setProperty(get: Get, element: Shape, name: string, value: string | undefined): void {
  const factory = get<Factory>('bpmnFactory');
  const holder = extensionOf(element, 'zeebe:Properties');
  const all = (holder?.['properties'] as Moddle[] | undefined) ?? [];
  const found = all.find((property) => property.name === name);
  if (found && value) return get<Modeling>('modeling').updateModdleProperties(element, found, { value });
  if (!found && !value) return;
  const rest = all.filter((property) => property !== found);
  const made = value ? [factory.create('zeebe:Property', { name, value })] : [];
  const properties = [...rest, ...made];
  setExtension(get, element, 'zeebe:Properties', properties.length > 0 ? { properties } : undefined);
}
