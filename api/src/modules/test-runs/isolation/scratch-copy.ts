import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { type Element, elementsInside, extension, extensions } from '#common/process-files/model/diagram.ts';
import { type ElementFacts, elementFactsOf } from './element-facts.ts';
import { expectIsolated } from './expect-isolated.ts';
import { NotTestable, type SourceFile } from './not-testable.ts';
import { copyDecisions, decisionIds } from './scratch-decisions.ts';
import {
  CAPTURE_JOB_TYPE,
  INTENDED_GROUP_VARIABLE,
  REAL_JOB_TYPE_HEADER,
  timerKey,
  timerMessage,
} from './scratch-names.ts';

export type ScratchCopy = {
  /** Files to deploy instead of the draft. */
  files: SourceFile[];
  /** Facts about the draft's elements, by process key and element id. */
  elements: Record<string, Record<string, ElementFacts>>;
  /** Keys of the copied decisions. */
  decisions: string[];
};

type Moddle = InstanceType<typeof BpmnModdle>;
type Read = { name: string; moddle: Moddle; root: Element; process: Element };

/** Rewrites a draft so that the engine can run it with no effect outside the run: processes, decisions,
 *  messages and signals get names of the run's own, jobs go to the one worker that only records them, user
 *  tasks are for nobody, and each timer becomes a message that the run sends when its time is skipped.
 *  Elements, flows, conditions and mappings stay. The result is checked again before it is returned.
 *  @param prefix see `newPrefix`
 *  @throws NotTestable */
export async function scratchCopy(files: readonly SourceFile[], prefix: string): Promise<ScratchCopy> {
  const diagrams = await Promise.all(files.filter(({ name }) => name.endsWith('.bpmn')).map(readDiagram));
  const tables = files.filter(({ name }) => name.endsWith('.dmn'));
  const decisions = (await Promise.all(tables.map(decisionIds))).flat();
  const world = {
    prefix,
    processes: new Set(diagrams.map(({ process }) => String(process.id))),
    decisions: new Set(decisions),
  };
  const elements = Object.fromEntries(
    diagrams.map(({ process }) => [String(process.id), elementFactsOf(process)]),
  );
  const copies = await Promise.all([
    ...diagrams.map((diagram) => copyDiagram(diagram, world)),
    ...tables.map((file) => copyDecisions(file, prefix)),
  ]);
  for (const copy of copies) await expectIsolated(copy, prefix);
  return { files: copies, elements, decisions };
}

async function readDiagram({ name, content }: SourceFile): Promise<Read> {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement } = await moddle.fromXML(content).catch(() => {
    throw new NotTestable('unreadable', name);
  });
  const root = rootElement as Element;
  const [process, second] = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  if (!process) throw new NotTestable('no-process', name);
  if (second) throw new NotTestable('several-processes', name, second.id);
  return { name, moddle, root, process };
}

type World = { prefix: string; processes: ReadonlySet<string>; decisions: ReadonlySet<string> };

async function copyDiagram({ name, moddle, root, process }: Read, world: World): Promise<SourceFile> {
  const { prefix } = world;
  const make = (type: string, properties: object): Element =>
    moddle.create(type, properties as Record<string, unknown>) as Element;
  const isolate = isolator({ file: name, make, root, world });
  for (const shared of root.rootElements ?? [])
    if (/^bpmn:(Message|Signal)$/.test(shared.$type) && shared.name)
      shared.name = prefixed(prefix, shared.name);
  startByHand(process);
  for (const element of elementsInside(process)) isolate(element);
  process.id = `${prefix}-${process.id}`;
  const { xml } = await moddle.toXML(root, { format: true });
  return { name: `${process.id}.bpmn`, content: xml };
}

const prefixed = (prefix: string, name: string): string =>
  name.startsWith('=') ? `="${prefix}-" + (${name.slice(1)})` : `${prefix}-${name}`;

/** Makes the process start on the run's command. A start event beside the first one stays and waits for
 *  something that never comes. */
function startByHand(process: Element): void {
  const starts = (process.flowElements ?? []).filter(({ $type }) => $type === 'bpmn:StartEvent');
  const byHand = starts.find(({ eventDefinitions = [] }) => eventDefinitions.length === 0);
  if (!byHand && starts[0]) starts[0].eventDefinitions = [];
}

function isolator({
  file,
  make,
  root,
  world: { prefix, processes, decisions },
}: {
  file: string;
  make: (type: string, properties: object) => Element;
  root: Element;
  world: World;
}) {
  const add = (to: Element, type: string, list: string, entry: Element): void => {
    const found = extension(to, type) ?? make(`zeebe:${type}`, {});
    found[list] = [...((found[list] as Element[] | undefined) ?? []), entry];
    entry.$parent = found;
    const holder = to.extensionElements ?? (make('bpmn:ExtensionElements', { values: [] }) as never);
    if (!holder.values.includes(found)) holder.values.push(found);
    to.extensionElements = holder;
  };

  const capture = (element: Element, definition: Element): void => {
    const header = make('zeebe:Header', { key: REAL_JOB_TYPE_HEADER, value: String(definition['type']) });
    add(element, 'TaskHeaders', 'values', header);
    definition['type'] = CAPTURE_JOB_TYPE;
  };

  const call = (element: Element, called: Element): void => {
    const key = String(called['processId'] ?? '');
    if (key.startsWith('=')) throw new NotTestable('called-by-expression', file, element.id);
    if (!processes.has(key)) throw new NotTestable('calls-unknown', file, element.id);
    called['processId'] = `${prefix}-${key}`;
  };

  const decide = (element: Element, called: Element): void => {
    const id = String(called['decisionId'] ?? '');
    if (id.startsWith('=')) throw new NotTestable('called-by-expression', file, element.id);
    if (decisions.has(id)) called['decisionId'] = `${prefix}-${id}`;
  };

  const freeTask = (element: Element): void => {
    const [assignment, ...more] = extensions(element, 'AssignmentDefinition');
    if (!assignment || !element.extensionElements) return;
    const { values } = element.extensionElements;
    element.extensionElements.values = values.filter((one) => one !== assignment && !more.includes(one));
    const whom = assignment['candidateGroups'] ?? assignment['assignee'] ?? assignment['candidateUsers'];
    if (typeof whom !== 'string') return;
    const source = whom.startsWith('=') ? whom : `="${whom.replaceAll('"', '\\"')}"`;
    add(
      element,
      'IoMapping',
      'inputParameters',
      make('zeebe:Input', { source, target: INTENDED_GROUP_VARIABLE }),
    );
  };

  const skippable = (element: Element, timer: Element): void => {
    const elementId = String(element.id);
    const time = ['timeDuration', 'timeDate', 'timeCycle'].flatMap(
      (by) => (timer[by] as { body?: string } | undefined)?.body ?? [],
    )[0];
    const subscription = make('zeebe:Subscription', {
      correlationKey: timerKey(prefix, elementId, time ?? '=null'),
    });
    const message = make('bpmn:Message', {
      id: `Message_Scratch_${elementId}`,
      name: timerMessage(prefix, elementId),
      extensionElements: make('bpmn:ExtensionElements', { values: [subscription] }),
    });
    message.$parent = root;
    root.rootElements = [...(root.rootElements ?? []), message];
    const event = make('bpmn:MessageEventDefinition', { id: timer.id, messageRef: message });
    event.$parent = element;
    element.eventDefinitions = (element.eventDefinitions ?? []).map((one) => (one === timer ? event : one));
  };

  return (element: Element): void => {
    for (const definition of extensions(element, 'TaskDefinition')) capture(element, definition);
    for (const called of extensions(element, 'CalledElement')) call(element, called);
    for (const called of extensions(element, 'CalledDecision')) decide(element, called);
    for (const event of element.eventDefinitions ?? [])
      if (event.$type === 'bpmn:TimerEventDefinition') skippable(element, event);
    if (element.$type === 'bpmn:UserTask') freeTask(element);
  };
}
