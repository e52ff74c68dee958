import { modelOf, type Definition, type Key, type Node, type Variables } from './model.ts';
import type { ElementInstance, Incident, Job, ProcessInstance, Round, UserTask, Wait } from './state.ts';

/** The version of the format below. A document of a newer one is refused; one of an older one is upgraded when it is read. */
export const FORMAT = 1;

/** How a process instance is stored. What is empty is left out. */
type InstanceDocument = {
  format: number;
  definition: Key;
  partition: number;
  caller?: ProcessInstance['caller'];
  startLock?: ProcessInstance['startLock'];
  keysUsed: number;
  moreBlocks?: Key[];
  root: ElementDocument;
};

type ElementDocument = {
  key: Key;
  node: string;
  state?: ElementInstance['state'];
  variables?: Variables;
  variableKeys?: Record<string, Key>;
  children?: ElementDocument[];
  tokens?: number;
  joins?: ElementInstance['joins'];
  waits?: Wait[];
  innerWaits?: Wait[];
  interrupted?: boolean;
  round?: Round;
  compensable?: ElementInstance['compensable'];
  handlersLeft?: number;
  compensation?: ElementInstance['compensation'];
  job?: Omit<Job, 'element'>;
  userTask?: Omit<UserTask, 'element'>;
  incident?: Omit<Incident, 'element'>;
  called?: Key;
};

/** A document that this engine cannot read. */
export class UnreadableDocument extends Error {
  override readonly name = 'UnreadableDocument';
}

export function writeInstance(instance: ProcessInstance): string {
  const { definition, partition, caller, startLock, keysUsed, moreBlocks, root } = instance;
  const document: InstanceDocument = {
    format: FORMAT,
    definition: definition.key,
    partition,
    ...(caller ? { caller } : {}),
    ...(startLock ? { startLock } : {}),
    keysUsed,
    ...(moreBlocks.length > 0 ? { moreBlocks } : {}),
    root: documentOf(root),
  };
  return JSON.stringify(document);
}

function documentOf(element: ElementInstance): ElementDocument {
  const { key, node, state, variables, variableKeys, children, tokens, joins } = element;
  const document: ElementDocument = { key, node: node.id };
  if (state !== 'active') document.state = state;
  if (hasAny(variables)) Object.assign(document, { variables, variableKeys });
  if (children.size > 0) document.children = [...children].map(documentOf);
  if (tokens !== 0) document.tokens = tokens;
  if (hasAny(joins)) document.joins = joins;
  if (element.waits.length > 0) document.waits = element.waits;
  if (element.innerWaits.length > 0) document.innerWaits = element.innerWaits;
  if (element.interrupted) document.interrupted = true;
  if (element.round) document.round = element.round;
  if (element.compensable.length > 0) document.compensable = element.compensable;
  if (element.handlersLeft > 0) document.handlersLeft = element.handlersLeft;
  if (element.compensation) document.compensation = element.compensation;
  if (element.job) document.job = without(element.job);
  if (element.userTask) document.userTask = without(element.userTask);
  if (element.incident) document.incident = without(element.incident);
  if (element.called) document.called = element.called;
  return document;
}

const hasAny = (object: object): boolean => {
  for (const _ in object) return true;
  return false;
};

const without = <T extends { element: ElementInstance }>({ element: _, ...rest }: T): Omit<T, 'element'> =>
  rest;

/** The key of the definition that a stored instance runs. */
export const definitionOf = (text: string): Key => parse(text).definition;

function parse(text: string): InstanceDocument {
  let document: InstanceDocument;
  try {
    document = JSON.parse(text) as InstanceDocument;
  } catch (error) {
    throw new UnreadableDocument(`it is no JSON: ${(error as Error).message}`);
  }
  if (document.format > FORMAT)
    throw new UnreadableDocument(
      `its format ${document.format} is newer than ${FORMAT}, which this engine reads`,
    );
  return document;
}

/** @throws NotLoaded when the diagram has not been read
 *  @throws UnreadableDocument */
export function readInstance(
  key: Key,
  text: string,
  definitions: ReadonlyMap<Key, Definition>,
): ProcessInstance {
  const document = parse(text);
  const definition = definitions.get(document.definition);
  if (!definition) throw new UnreadableDocument(`there is no definition ${document.definition}`);
  const model = modelOf(definition);
  const instance = {
    key,
    definition,
    partition: document.partition,
    caller: document.caller,
    startLock: document.startLock,
    keysUsed: document.keysUsed,
    moreBlocks: document.moreBlocks ?? [],
    at: new Map<Key, ElementInstance>(),
  } as Omit<ProcessInstance, 'root'> as ProcessInstance;

  const nodeOf = (id: string, scope: ElementInstance | undefined): Node => {
    const node = scope ? (scope.node.loop?.inner ?? model.elements.get(id)) : model.process;
    if (!node) throw new UnreadableDocument(`${definition.processId} has no element ${id}`);
    return node;
  };
  const read = (from: ElementDocument, scope: ElementInstance | undefined): ElementInstance => {
    const element: ElementInstance = {
      key: from.key,
      node: nodeOf(from.node, scope),
      instance,
      scope,
      state: from.state ?? 'active',
      variables: from.variables ?? {},
      variableKeys: from.variableKeys ?? {},
      children: new Set(),
      tokens: from.tokens ?? 0,
      joins: from.joins ?? {},
      waits: from.waits ?? [],
      innerWaits: from.innerWaits ?? [],
      epoch: 0,
      interrupted: from.interrupted ?? false,
      round: from.round,
      compensable: from.compensable ?? [],
      handlersLeft: from.handlersLeft ?? 0,
      compensation: from.compensation,
      job: undefined,
      userTask: undefined,
      incident: undefined,
      called: from.called,
    };
    if (from.job) element.job = { ...from.job, element };
    if (from.userTask) element.userTask = { ...from.userTask, element };
    if (from.incident) element.incident = { ...from.incident, element };
    for (const part of [element, element.job, element.userTask, element.incident])
      if (part) instance.at.set(part.key, element);
    for (const child of from.children ?? []) element.children.add(read(child, element));
    return element;
  };
  instance.root = read(document.root, undefined);
  return instance;
}
