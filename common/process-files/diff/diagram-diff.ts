import { diff as differ } from 'bpmn-js-differ';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Text } from '#common/contract/index.ts';
import { type Element, englishName } from '../model/diagram.ts';
import { isLayoutOnly, traitsOf } from './diagram-traits.ts';
import { byRank, changesBetween, type DiffEntry, traitChangesOf } from './diff-entry.ts';

/** Compares two diagrams; changes of execution come first. Elements are matched by id; bpmn-js-differ
 *  compares their layout.
 *  @throws when one of them is no readable BPMN */
export async function diffDiagrams(before: string, after: string): Promise<DiffEntry[]> {
  const [old, now] = await Promise.all([read(before), read(after)]);
  const [was, is] = [elementsById(old), elementsById(now)];
  const changes = [...is].flatMap(([id, element]) => {
    const earlier = was.get(id);
    return earlier
      ? changesBetween(traitsOf(earlier), traitsOf(element), describeElement(element))
      : [addedOrRemoved(element, 'added')];
  });
  const removed = [...was]
    .filter(([id]) => !is.has(id))
    .map(([, element]) => addedOrRemoved(element, 'removed'));
  const moved = Object.keys(differ(old, now)._layoutChanged)
    .filter((id) => was.has(id) && is.has(id))
    .map((id): DiffEntry => ({
      ...describeElement(is.get(id) as Element),
      rank: 'layout',
      kind: 'changed',
      facts: [],
    }));
  return byRank([...changes, ...removed, ...moved]);
}

const read = async (xml: string): Promise<Element> =>
  (await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement as Element;

const addedOrRemoved = (element: Element, kind: 'added' | 'removed'): DiffEntry => ({
  ...describeElement(element),
  rank: isLayoutOnly(element) ? 'description' : 'execution',
  kind,
  facts: traitChangesOf(traitsOf(element), kind).filter(({ aspect }) => aspect !== 'type'),
});

const describeElement = (element: Element) => ({
  subject: element.id ?? '',
  subjectType: element.$type,
  name: nameOf(element),
  at: null,
});

function nameOf(element: Element): Text | null {
  const fa = element.name ?? (element['text'] as string | undefined);
  return fa ? { fa, en: englishName(element) ?? fa } : null;
}

/** Returns the elements that can change, by id: processes and their contents, at every depth. Messages and
 *  errors are reported with the elements that use them. */
function elementsById(root: Element): Map<string, Element> {
  const found = new Map<string, Element>();
  const collect = (element: Element): void => {
    if (element.id) found.set(element.id, element);
    for (const name of ['flowElements', 'artifacts', 'laneSets', 'lanes', 'participants', 'messageFlows'])
      for (const child of (element[name] as Element[] | undefined) ?? []) collect(child);
  };
  for (const element of root.rootElements ?? [])
    if (/^bpmn:(Process|Collaboration)$/.test(element.$type)) collect(element);
  return found;
}
