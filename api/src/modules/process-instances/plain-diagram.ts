import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { type Element, englishName } from '#common/process-files/model/diagram.ts';

export type PlainDiagram = {
  xml: string;
  /** Id of an element in the plain diagram by its id in the real one. */
  ids: ReadonlyMap<string, string>;
};

type Moddle = { create(type: string, properties: object): Element };

/** Attributes kept of an element beside its name; all others only say how the engine executes it. */
const KEPT_ATTRIBUTES = ['cancelActivity', 'isInterrupting', 'triggeredByEvent', 'parallelMultiple'] as const;
const KEPT_REFERENCES = ['sourceRef', 'targetRef', 'attachedToRef', 'default'] as const;

/** Rebuilds a diagram as people who work on a request may see it: names in both languages, shapes and flows,
 *  under meaningless ids. It is built anew from what may be shown, so that nothing else can slip through: no
 *  job, form, group, condition, variable or note.
 *  @throws when it is not readable BPMN, or draws nothing */
export async function plainDiagram(xml: string): Promise<PlainDiagram> {
  const moddle = new BpmnModdle({ zeebe });
  const { create } = moddle as unknown as Moddle;
  const make = (type: string, properties: object): Element => create.call(moddle, type, properties);
  const root = (await moddle.fromXML(xml)).rootElement as Element;
  const made = new Map<string, Element>();

  function copy(element: Element): Element {
    const english = englishName(element);
    const values = english
      ? [
          make('zeebe:Properties', {
            properties: [make('zeebe:Property', { name: 'name.en', value: english })],
          }),
        ]
      : [];
    const loop = element['loopCharacteristics'] as Element | undefined;
    const plain = make(element.$type, {
      id: `n${made.size + 1}`,
      ...(element.name && { name: element.name }),
      ...Object.fromEntries(
        KEPT_ATTRIBUTES.filter((name) => name in element && element[name] !== undefined).map((name) => [
          name,
          element[name],
        ]),
      ),
      ...(values.length > 0 && { extensionElements: make('bpmn:ExtensionElements', { values }) }),
      ...(element.eventDefinitions && {
        eventDefinitions: element.eventDefinitions.map(({ $type }) => make($type, {})),
      }),
      ...(loop && {
        loopCharacteristics: make(loop.$type, loop['isSequential'] ? { isSequential: true } : {}),
      }),
    });
    made.set(element.id ?? '', plain);
    if (element.flowElements) plain.flowElements = element.flowElements.map(copy);
    return plain;
  }

  function join(element: Element): void {
    const plain = made.get(element.id ?? '');
    if (!plain) return;
    for (const name of KEPT_REFERENCES) {
      const other = made.get((element[name] as Element | undefined)?.id ?? '');
      if (other) plain[name] = other;
    }
    element.flowElements?.forEach(join);
  }

  const processes = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  const rootElements = processes.map(copy);
  processes.forEach(join);
  const bounds = (of: unknown) => {
    const { x, y, width, height } = of as Record<string, number>;
    return make('dc:Bounds', { x, y, width, height });
  };
  const drawn = ((root['diagrams'] ?? []) as Element[]).flatMap(
    (diagram) => ((diagram['plane'] as Element | undefined)?.['planeElement'] ?? []) as Element[],
  );
  const planeElement = drawn.flatMap((shape, at) => {
    const bpmnElement = made.get((shape['bpmnElement'] as Element | undefined)?.id ?? '');
    if (!bpmnElement) return [];
    const label = (shape['label'] as Element | undefined)?.['bounds'];
    return [
      make(shape.$type, {
        id: `d${at + 1}`,
        bpmnElement,
        ...(shape['bounds'] ? { bounds: bounds(shape['bounds']) } : {}),
        ...(shape['waypoint']
          ? {
              waypoint: (shape['waypoint'] as { x: number; y: number }[]).map(({ x, y }) =>
                make('dc:Point', { x, y }),
              ),
            }
          : {}),
        ...(shape['isExpanded'] !== undefined && { isExpanded: shape['isExpanded'] }),
        ...(shape['isMarkerVisible'] !== undefined && { isMarkerVisible: shape['isMarkerVisible'] }),
        ...(label ? { label: make('bpmndi:BPMNLabel', { bounds: bounds(label) }) } : {}),
      }),
    ];
  });
  if (planeElement.length === 0) throw new Error('the diagram draws nothing');
  const plane = make('bpmndi:BPMNPlane', { id: 'p1', bpmnElement: rootElements[0], planeElement });
  const definitions = make('bpmn:Definitions', {
    id: 'request',
    targetNamespace: 'http://bpmn.io/schema/bpmn',
    rootElements,
    diagrams: [make('bpmndi:BPMNDiagram', { id: 'd0', plane })],
  });
  const { xml: written } = await (
    moddle as unknown as { toXML(of: Element): Promise<{ xml: string }> }
  ).toXML(definitions);
  return { xml: written, ids: new Map([...made].map(([id, { id: plain = '' }]) => [id, plain])) };
}
