import { dictionary } from './dictionary.ts';
import { type ElementDocument, FORMAT, type InnerDocument, type InstanceDocument } from './document.ts';
import { type Definition, type Key, modelOf, type Node, type Variables } from './model.ts';
import type { ElementInstance, LargeValue, Part, ProcessInstance } from './state.ts';

/** Values stored beside a document, by key. */
export type LargeValues = ReadonlyMap<Key, LargeValue>;

const NONE: LargeValues = new Map();

function parse<D extends { format: number }>(text: string): D {
  const document = JSON.parse(text) as D;
  if (document.format > FORMAT)
    throw new Error(`its format ${document.format} is newer than ${FORMAT}, which this engine reads`);
  return document;
}

/** Parses a process instance, without separately stored inner instances.
 *  @throws NotLoaded when the diagram has not been read
 *  @throws an error that says what is wrong with the document */
export function readInstance(
  key: Key,
  text: string,
  definitions: ReadonlyMap<Key, Definition>,
  values = NONE,
): ProcessInstance {
  const document = parse<InstanceDocument>(text);
  const { partition, caller, depth = 0, startLock } = document;
  const definition = definitions.get(document.definition);
  if (!definition) throw new Error(`there is no definition ${document.definition}`);
  if (definition.unreadable !== undefined)
    throw new Error(`its diagram cannot be read: ${definition.unreadable}`);
  const at = new Map<Key, ElementInstance>();
  const instance = { key, definition, partition, caller, depth, startLock, at } as Omit<
    ProcessInstance,
    'root'
  > as ProcessInstance;
  instance.root = read(document.root, { instance, part: partFrom(key, document, values), scope: undefined });
  return instance;
}

/** Parses a separately stored inner instance and puts it into its body.
 *  @throws an error that says what is wrong with the document */
export function readInner(instance: ProcessInstance, key: Key, text: string, values = NONE): void {
  const document = parse<InnerDocument>(text);
  const scope = instance.at.get(document.body);
  if (!scope) throw new Error(`${instance.key} has no element ${document.body}`);
  scope.children.add(read(document.root, { instance, part: partFrom(key, document, values), scope }));
}

const partFrom = (
  key: Key,
  { keysUsed, moreBlocks = [] }: { keysUsed: number; moreBlocks?: Key[] },
  values: LargeValues,
): Part => ({ key, keysUsed, moreBlocks, values: new Map(values) });

type Place = { instance: ProcessInstance; part: Part; scope: ElementInstance | undefined };

function read(from: ElementDocument, place: Place): ElementInstance {
  const { instance, part } = place;
  const element: ElementInstance = {
    ...place,
    key: from.key,
    node: nodeOf(from.node, place),
    state: from.state ?? 'active',
    variables: variablesOf(from, part),
    variableKeys: dictionary(from.variableKeys),
    children: new Set(),
    tokens: from.tokens ?? 0,
    joins: joinsOf(from),
    waits: from.waits ?? [],
    innerWaits: from.innerWaits ?? [],
    epoch: 0,
    interrupted: from.interrupted ?? false,
    round: from.round && { ...from.round, items: from.round.items ?? valueOf(part, from.key) },
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
  const { job, userTask, incident, waits, innerWaits } = element;
  for (const one of [element, job, userTask, incident, ...waits, ...innerWaits])
    if (one) instance.at.set(one.key, element);
  for (const child of from.children ?? [])
    element.children.add(read(child, { instance, part, scope: element }));
  return element;
}

function nodeOf(id: string, { instance, scope }: Place): Node {
  const { definition } = instance;
  const model = modelOf(definition);
  const node = scope ? (scope.node.loop?.inner ?? model.elements.get(id)) : model.process;
  if (!node) throw new Error(`${definition.processId} has no element ${id}`);
  return node;
}

/** Returns the variables in their original order, wherever they are stored. */
function variablesOf({ variables = {}, variableKeys = {} }: ElementDocument, part: Part): Variables {
  const all: Variables = dictionary();
  for (const [name, key] of Object.entries(variableKeys))
    all[name] = Object.hasOwn(variables, name) ? variables[name] : valueOf(part, key);
  return all;
}

function joinsOf({ joins = {} }: ElementDocument): ElementInstance['joins'] {
  const all = dictionary(joins);
  for (const id in all) all[id] = dictionary(all[id]);
  return all;
}

/** Returns a value that is stored beside the document. */
function valueOf({ values }: Part, key: Key): never {
  const found = values.get(key);
  if (!found) throw new Error(`the value ${key} is missing`);
  return found.value as never;
}
