import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Element } from '#common/process-files/model/diagram.ts';
import { NotTestable, type SourceFile } from './not-testable.ts';
import { CAPTURE_JOB_TYPE } from './scratch-names.ts';

/** Extensions that the diagram of a test run may have, each with its condition. All other extensions of the
 *  engine are refused, so that nothing unforeseen slips through. */
const ALLOWED_EXTENSIONS: Record<string, (said: Element, prefix: string) => boolean> = {
  TaskDefinition: ({ type }) => type === CAPTURE_JOB_TYPE,
  CalledElement: ({ processId }, prefix) => isOwn(processId, prefix),
  CalledDecision: ({ decisionId }) => typeof decisionId === 'string' && !decisionId.startsWith('='),
  TaskHeaders: always,
  Header: always,
  IoMapping: always,
  Input: always,
  Output: always,
  Properties: always,
  Property: always,
  UserTask: always,
  FormDefinition: always,
  TaskSchedule: always,
  LoopCharacteristics: always,
  Subscription: always,
  Script: always,
};

function always(): boolean {
  return true;
}

const isOwn = (name: unknown, prefix: string): boolean =>
  typeof name === 'string' && name.startsWith(`${prefix}-`);

/** Tells whether a message or signal has a name of the run's own, or an expression that begins with the
 *  prefix. */
const isOwnName = (name: unknown, prefix: string): boolean =>
  isOwn(name, prefix) || (typeof name === 'string' && name.startsWith(`="${prefix}-" + (`));

/** Checks a file that is to be deployed for a test run, as if nobody had rewritten it.
 *  @throws NotTestable when anything in it could reach running processes */
export async function expectIsolated({ name, content }: SourceFile, prefix: string): Promise<void> {
  const fault = name.endsWith('.dmn')
    ? await findUnisolatedDecision(content, prefix)
    : await findUnisolatedElement(content, prefix);
  if (fault !== undefined)
    throw new NotTestable('not-isolated', name.replace(`${prefix}-`, ''), fault.replace(`${prefix}-`, ''));
}

/** Returns the id of a decision without a name of the run's own. */
async function findUnisolatedDecision(content: string, prefix: string): Promise<string | undefined> {
  const root = (await new DmnModdle().fromXML(content, 'dmn:Definitions')).rootElement as Element;
  const drawn = ((root['drgElement'] as Element[] | undefined) ?? []).filter(
    ({ $type }) => $type === 'dmn:Decision',
  );
  return [root, ...drawn].map(({ id = '' }) => id).find((id) => !isOwn(id, prefix));
}

/** Returns the id of the first element that tells the engine more than it may. */
async function findUnisolatedElement(content: string, prefix: string): Promise<string | undefined> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(content);
  const root = rootElement as Element;
  const processes = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  if (warnings.length > 0 || processes.length !== 1 || !isOwn(processes[0]?.id, prefix)) return '';
  for (const { element, holder } of elementsWithin(root)) if (isUnisolated(element, prefix)) return holder;
  return undefined;
}

function isUnisolated(element: Element, prefix: string): boolean {
  const type = element.$type;
  if (type === 'bpmn:Message' || type === 'bpmn:Signal')
    return element.name !== undefined && !isOwnName(element.name, prefix);
  if (type === 'bpmn:TimerEventDefinition') return true;
  if (!type.startsWith('zeebe:')) return false;
  return !ALLOWED_EXTENSIONS[type.slice('zeebe:'.length)]?.(element, prefix);
}

type Held = { element: Element; holder: string };

/** Returns every element of a diagram, with the id of the element that holds it. */
function elementsWithin(element: Element, holder = ''): Held[] {
  const own = element.id ?? holder;
  const parts = Object.values(element).flat() as unknown[];
  const inside = parts.filter(
    (part): part is Element =>
      typeof part === 'object' && part !== null && (part as Element).$parent === element,
  );
  return [{ element, holder: own }, ...inside.flatMap((part) => elementsWithin(part, own))];
}
