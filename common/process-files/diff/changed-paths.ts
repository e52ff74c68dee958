import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Text } from '#common/contract/index.ts';
import { type Element, elementsInside, englishName } from '../model/diagram.ts';
import { diffDiagrams } from './diagram-diff.ts';

/** An element or flow of the running diagram that will be gone or lead elsewhere. `from` and `to` are null
 *  for anything but a flow. */
export type ChangedPath = {
  elementId: string;
  type: string;
  name: Text | null;
  from: Text | null;
  to: Text | null;
  kind: 'removed' | 'rerouted';
};

/** Aspects that change the way an element is reached or left. */
const ROUTING = new Set([
  'type',
  'from',
  'to',
  'inside',
  'condition',
  'default-flow',
  'attached-to',
  'interrupting',
]);
const FLOW = 'bpmn:SequenceFlow';

/** Returns the paths of the running diagram that a change removes or reroutes, in the order of the diagram. A
 *  flow removed together with a step at its end is represented by the step.
 *  @throws when one of them is no readable BPMN */
export async function changedPaths(before: string, after: string): Promise<ChangedPath[]> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(before);
  const elements = ((rootElement as Element).rootElements ?? [])
    .filter(({ $type }) => $type === 'bpmn:Process')
    .flatMap(elementsInside);
  const kinds = new Map<string, ChangedPath['kind']>();
  for (const { subject, rank, kind, facts } of await diffDiagrams(before, after)) {
    if (rank !== 'execution' || kind === 'added') continue;
    if (kind === 'removed') kinds.set(subject, 'removed');
    else if (facts.some(({ aspect }) => ROUTING.has(aspect))) kinds.set(subject, 'rerouted');
  }
  const goes = (element: Element | undefined) => kinds.get(element?.id ?? '') === 'removed';
  return elements.flatMap((element) => {
    const { id = '', $type: type, sourceRef, targetRef } = element;
    const kind = kinds.get(id);
    const isFlow = type === FLOW;
    if (!kind || (isFlow && kind === 'removed' && (goes(sourceRef) || goes(targetRef)))) return [];
    return [
      {
        elementId: id,
        type,
        name: nameOf(element),
        from: isFlow && sourceRef ? called(sourceRef) : null,
        to: isFlow && targetRef ? called(targetRef) : null,
        kind,
      },
    ];
  });
}

const nameOf = (element: Element): Text | null =>
  element.name ? { fa: element.name, en: englishName(element) ?? element.name } : null;

/** Returns the name of an element, or its id: gateways often have no name. */
const called = (element: Element): Text => nameOf(element) ?? { fa: element.id ?? '', en: element.id ?? '' };
