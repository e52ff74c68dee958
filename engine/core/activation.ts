import { arrive, attempt, openInstance, openScope, startInstance } from './lifecycle.ts';
import { type Definition, type Key, modelOf, type Node, type Variables } from './model.ts';
import { wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { Rejection } from './rejection.ts';
import type { Runtime } from './runtime.ts';
import type { ElementInstance, ProcessInstance } from './state.ts';

export type Creation = {
  /** Replaces process id and version. */
  definitionKey?: Key;
  processId: string;
  /** Undefined selects the latest. */
  version?: number;
  variables: Variables;
  startBefore?: readonly string[];
};

/** Starts an instance at its start event, or before the named elements.
 *  @throws Rejection */
export function createInstance(
  runtime: Runtime,
  { definitionKey, processId, version, variables, startBefore = [] }: Creation,
): { key: Key; definition: Definition } {
  const definition = definitionFor(runtime, definitionKey, processId, version);
  const start = modelOf(definition).process.plainStart;
  if (!start && startBefore.length === 0)
    throw new Rejection(
      'INVALID_STATE',
      'Expected to create instance of process with none start event, but there is no such event',
    );
  const targets = startBefore.map((id) => activatable(definition, id, 'create instance of process'));
  const partition = (runtime.counters.created % runtime.partitions) + 1;
  runtime.counters.created += 1;
  const announce = (key: Key): void =>
    runtime.log.emit(partition, 'PROCESS_INSTANCE_CREATION', 'CREATED', key, {
      bpmnProcessId: definition.processId,
      version: definition.version,
      processDefinitionKey: wire(definition.key),
      processInstanceKey: wire(key),
      variables,
      startInstructions: startBefore.map((elementId) => ({ elementId })),
      fetchVariables: [],
      tenantId: TENANT,
    });
  let instance: ProcessInstance;
  if (start && targets.length === 0)
    instance = startInstance(runtime, definition, partition, { variables, announce, at: start });
  else {
    instance = openInstance(runtime, definition, partition, { variables, announce });
    attempt(runtime, instance.root, { do: 'open-inner-waits' });
    for (const target of targets) activate(runtime, target, scopeFor(runtime, target, instance.root));
  }
  return { key: instance.key, definition };
}

function definitionFor(
  runtime: Runtime,
  key: Key | undefined,
  processId: string,
  version: number | undefined,
): Definition {
  const notFound = (by: string): Rejection =>
    new Rejection('NOT_FOUND', `Expected to find process definition with ${by}, but none found`);
  if (key !== undefined) {
    const definition = runtime.registry.definitions.get(key);
    if (!definition) throw notFound(`key '${key}'`);
    return definition;
  }
  if (version === undefined) {
    const definition = runtime.registry.latest.get(processId);
    if (!definition) throw notFound(`process ID '${processId}'`);
    return definition;
  }
  for (const definition of runtime.registry.definitions.values())
    if (definition.processId === processId && definition.version === version) return definition;
  throw notFound(`process ID '${processId}' and version '${version}'`);
}

/** Returns an element that a command may activate by id.
 *  @throws Rejection */
export function activatable(definition: Definition, elementId: string, what: string): Node {
  const refuse = (why: string): never => {
    throw new Rejection('INVALID_ARGUMENT', `Expected to ${what} at element '${elementId}', but ${why}`);
  };
  const node = modelOf(definition).elements.get(elementId) ?? refuse('no such element was found');
  if (node.kind === 'process') refuse('it is the process itself');
  if (['START_EVENT', 'BOUNDARY_EVENT'].includes(node.elementType))
    refuse(`the target element type '${node.elementType}' is not supported`);
  if (node.incoming.some(({ source }) => source.kind === 'eventGateway'))
    refuse('it belongs to an event-based gateway');
  if (scopesAround(node).some(({ kind }) => kind === 'multiInstance'))
    refuse('it is inside a multi-instance subprocess');
  return node;
}

/** Returns the flow scopes around an element, the process first. */
export const scopesAround = ({ parent }: Node): Node[] => (parent ? [...scopesAround(parent), parent] : []);

/** Returns the running scope of an element; missing scopes are opened. Below a named ancestor, all scopes are
 *  opened anew. */
export function scopeFor(
  runtime: Runtime,
  target: Node,
  instance: ElementInstance,
  ancestor?: ElementInstance,
): ElementInstance {
  const around = scopesAround(target);
  const from = around.indexOf((ancestor ?? instance).node);
  return around.slice(from + 1).reduce((scope, node) => {
    const running = ancestor ? undefined : [...scope.children].find((child) => child.node === node);
    return running ?? openScope(runtime, node, scope);
  }, ancestor ?? instance);
}

export function activate(runtime: Runtime, target: Node, scope: ElementInstance): void {
  scope.tokens += 1;
  arrive(runtime, target, scope);
}
