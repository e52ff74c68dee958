import { emitIncident } from './incidents.ts';
import { emitJob } from './jobs.ts';
import { type Definition, type Key, type Model, modelOf, type Node } from './model.ts';
import { wire } from './record-log.ts';
import { instanceValue, TENANT } from './record-values.ts';
import { IncidentError, Rejection, type RejectionCode } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';
import { emitUserTask } from './user-tasks.ts';
import { emitVariable } from './variables.ts';
import { closeWaits, prepareWaits } from './waits.ts';

export type Migration = {
  instanceKey: Key;
  targetDefinitionKey: Key;
  mapping: readonly { from: string; to: string }[];
};

type Refuse = (code: RejectionCode, why: string) => Rejection;

const MIGRATABLE = ['PROCESS', 'SERVICE_TASK', 'USER_TASK', 'SUB_PROCESS'];

/** Migrates a running instance to another definition, within the narrow limits of 8.5. Jobs, tasks and
 *  variables stay as they are; only the subscriptions of boundary events are closed and opened.
 *  @throws Rejection */
export function migrateInstance(runtime: Runtime, command: Migration): void {
  const { instanceKey, targetDefinitionKey, mapping } = command;
  const refuse: Refuse = (code, why) =>
    new Rejection(code, `Expected to migrate process instance '${instanceKey}', but ${why}`);
  const instance = runtime.state.instanceOf(instanceKey);
  if (!instance || instance.key !== instanceKey || instance.root.state !== 'active')
    throw refuse('NOT_FOUND', 'no process instance found with this key');
  if (instance.caller) throw refuse('INVALID_STATE', 'it is a child process instance');
  const target = runtime.registry.definitions.get(targetDefinitionKey);
  if (!target) throw refuse('NOT_FOUND', `no definition found with key '${targetDefinitionKey}'`);
  const targetOf = new Map(mapping.map(({ from, to }) => [from, to]));
  if (targetOf.size < mapping.length) throw refuse('INVALID_ARGUMENT', 'an element is mapped more than once');
  for (const { from, to } of mapping) {
    if (!modelOf(instance.definition).elements.has(from))
      throw refuse('INVALID_ARGUMENT', `'${from}' does not exist in its process`);
    if (!modelOf(target).elements.has(to))
      throw refuse('INVALID_ARGUMENT', `'${to}' does not exist in the target process`);
  }
  for (const [name, definition] of [
    ['its', instance.definition],
    ['the target', target],
  ] as const)
    if (
      [...modelOf(definition).elements.values()].some(
        ({ elementType }) => elementType === 'EVENT_SUB_PROCESS',
      )
    )
      throw refuse('INVALID_STATE', `${name} process contains an event subprocess`);

  const elements = inside(instance.root);
  const nodes = new Map<ElementInstance, Node>();
  for (const element of elements) {
    nodes.set(element, checkMigration(element, target, targetOf, nodes, refuse));
    refuseUnknown(element, modelOf(target), refuse);
  }
  const moves = elements.map((element) =>
    prepareMigration(runtime, element, nodes.get(element) as Node, refuse),
  );
  for (const element of elements) closeWaits(runtime, element);
  instance.definition = target;
  for (const move of moves) move();
  const key = nextKey(runtime, instance.root);
  runtime.log.emit(instance.partition, 'PROCESS_INSTANCE_MIGRATION', 'MIGRATED', key, {
    processInstanceKey: wire(instanceKey),
    targetProcessDefinitionKey: wire(targetDefinitionKey),
    mappingInstructions: mapping.map(({ from, to }) => ({ sourceElementId: from, targetElementId: to })),
    tenantId: TENANT,
  });
}

/** Returns an element and everything inside it, outer ones first. */
const inside = (element: ElementInstance): ElementInstance[] => [
  element,
  ...[...element.children].flatMap(inside),
];

/** @throws Rejection when 8.5 cannot migrate this element */
function checkMigration(
  element: ElementInstance,
  target: Definition,
  targetOf: ReadonlyMap<string, string>,
  nodes: ReadonlyMap<ElementInstance, Node>,
  refuse: Refuse,
): Node {
  const { node, scope } = element;
  if (!scope) return modelOf(target).process;
  const cannot = (why: string): Rejection => refuse('INVALID_STATE', `active element '${node.id}' ${why}`);
  if (!MIGRATABLE.includes(node.elementType)) throw cannot(`is of the unsupported type ${node.elementType}`);
  if (element.state !== 'active' && !element.incident) throw cannot('is not in a wait state');
  const to = modelOf(target).elements.get(targetOf.get(node.id) ?? '');
  if (!to) throw cannot('has no mapping');
  if (to.elementType !== node.elementType) throw cannot(`would become a ${to.elementType}`);
  if (to.kind !== node.kind) throw cannot('would change its implementation');
  if (to.parent !== nodes.get(scope)) throw cannot('would change its flow scope');
  for (const boundary of [...node.boundaries, ...to.boundaries])
    if (boundary.wait?.kind !== 'message') throw cannot(`has the boundary event '${boundary.id}'`);
  if (node.boundaries.some(({ id }) => targetOf.has(id))) throw cannot('has a mapped boundary event');
  const names = (one: Node) => one.boundaries.map(({ wait }) => (wait?.kind === 'message' ? wait.name : ''));
  if (names(node).some((name) => names(to).includes(name)))
    throw cannot('has a boundary event of the same message in both processes');
  return to;
}

/** Checks what a scope remembers of its diagram and takes along: the compensable activities, and the tokens
 *  that wait at joins.
 *  @throws Rejection when the target lacks such an activity or join */
function refuseUnknown({ compensable, joins }: ElementInstance, target: Model, refuse: Refuse): void {
  for (const { activityIds, boundary } of compensable) {
    const activity = target.elements.get(activityIds[0] ?? '');
    if (!activity?.boundaries.some(({ id, handler }) => id === boundary && handler))
      throw refuse(
        'INVALID_STATE',
        `the target process lacks '${boundary}', which may have to be compensated`,
      );
  }
  for (const [join, arrived] of Object.entries(joins))
    for (const [flow, count] of Object.entries(arrived)) {
      const node = target.elements.get(join);
      if (count > 0 && !(node?.kind === 'parallel' && node.incoming.some(({ id }) => id === flow)))
        throw refuse('INVALID_STATE', `the target process lacks '${join}', at which a token waits`);
    }
}

/** Prepares the waits of an element in the target, unless resolving an incident will open them.
 *  @throws Rejection when its expressions cannot be evaluated */
function prepareMigration(
  runtime: Runtime,
  element: ElementInstance,
  node: Node,
  refuse: Refuse,
): () => void {
  const waits = element.state === 'active' && element.incident?.retry.do !== 'open-waits';
  try {
    const open = waits ? prepareWaits(runtime, element, node) : undefined;
    return () => {
      move(runtime, element, node);
      open?.();
    };
  } catch (error) {
    if (!(error instanceof IncidentError)) throw error;
    throw refuse(
      'INVALID_STATE',
      `active element '${element.node.id}' cannot wait for its events: ${error.message}`,
    );
  }
}

function move(runtime: Runtime, element: ElementInstance, node: Node): void {
  element.node = node;
  runtime.log.emit(
    element.instance.partition,
    'PROCESS_INSTANCE',
    'ELEMENT_MIGRATED',
    element.key,
    instanceValue(element),
  );
  if (element.job) emitJob(runtime, 'MIGRATED', element.job);
  if (element.userTask) emitUserTask(runtime, 'MIGRATED', element.userTask);
  if (element.incident) emitIncident(runtime, 'MIGRATED', element.incident);
  for (const name of Object.keys(element.variableKeys)) emitVariable(runtime, element, 'MIGRATED', name);
}
