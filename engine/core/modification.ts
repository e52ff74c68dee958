import { activatable, activate, scopeFor, scopesAround } from './activation.ts';
import type { Key, Node, Variables } from './model.ts';
import { together } from './not-loaded.ts';
import { wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { Rejection } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance, ProcessInstance } from './state.ts';
import { terminate } from './termination.ts';
import { setLocal } from './variables.ts';

export type Activation = {
  elementId: string;
  /** The scope in which the element is activated, or below which new scopes are opened for it. */
  ancestorKey?: Key;
  /** Without `scopeId`, variables of the process instance; otherwise local ones of a scope around the
   *  element. */
  variables: readonly { scopeId: string; variables: Variables }[];
};

export type Modification = {
  instanceKey: Key;
  activate: readonly Activation[];
  terminate: readonly Key[];
};

type PreparedActivation = { node: Node; ancestor: ElementInstance | undefined; wanted: Activation };

const invalid = (message: string): Rejection =>
  new Rejection('INVALID_ARGUMENT', `Expected to modify instance of process, but ${message}`);

/** Modifies a running instance: first all activations, then all terminations, or nothing.
 *  @throws Rejection */
export function modifyInstance(runtime: Runtime, command: Modification): void {
  const instance = runtime.state.instanceOf(command.instanceKey);
  if (!instance || instance.key !== command.instanceKey || instance.root.state !== 'active')
    throw new Rejection(
      'NOT_FOUND',
      `Expected to modify process instance but no process instance found with key '${command.instanceKey}'`,
    );
  const prepared = command.activate.map((wanted) => prepare(runtime, instance, wanted));
  const ending = together(command.terminate, (key) => {
    const element = elementAt(runtime, instance, key);
    if (!element || element.state === 'completed')
      throw invalid(`it has no active element instance with key '${key}'`);
    return element;
  });
  const keepsRunning = prepared.length > 0 || survives(instance.root, new Set(ending));
  if (instance.caller && !keepsRunning)
    throw invalid('it was created by a call activity, and all its element instances would end');

  for (const { node, ancestor, wanted } of prepared) {
    const scope = scopeFor(runtime, node, instance.root, ancestor);
    for (const { scopeId, variables } of wanted.variables)
      setLocal(runtime, scopeId ? scopeNamed(scope, scopeId) : instance.root, variables);
    activate(runtime, node, scope);
  }
  for (const element of ending) if (instance.at.has(element.key)) end(runtime, element);
  runtime.log.emit(
    instance.partition,
    'PROCESS_INSTANCE_MODIFICATION',
    'MODIFIED',
    nextKey(runtime, instance.root),
    {
      processInstanceKey: wire(instance.key),
      activateInstructions: command.activate.map(({ elementId, ancestorKey = '-1', variables }) => ({
        elementId,
        ancestorScopeKey: wire(ancestorKey),
        variableInstructions: variables.map((one) => ({ elementId: one.scopeId, variables: one.variables })),
        ancestorScopeKeys: [],
      })),
      terminateInstructions: command.terminate.map((key) => ({ elementInstanceKey: wire(key) })),
      ancestorScopeKeys: [],
      tenantId: TENANT,
    },
  );
}

/** Returns the element instance with a key; keys of its job or task do not count. */
const elementAt = (runtime: Runtime, instance: ProcessInstance, key: Key): ElementInstance | undefined => {
  const found = runtime.state.instanceOf(key)?.at.get(key);
  return found?.key === key && found.instance === instance ? found : undefined;
};

function prepare(runtime: Runtime, instance: ProcessInstance, wanted: Activation): PreparedActivation {
  const node = activatable(instance.definition, wanted.elementId, 'activate');
  const around = scopesAround(node);
  const ancestor = wanted.ancestorKey ? elementAt(runtime, instance, wanted.ancestorKey) : undefined;
  if (wanted.ancestorKey) {
    if (!ancestor || ancestor.state !== 'active')
      throw invalid(`no active ancestor was found with key '${wanted.ancestorKey}'`);
    if (!around.includes(ancestor.node))
      throw invalid(`'${ancestor.node.id}' is no flow scope of '${wanted.elementId}'`);
  }
  const running = [...new Set(instance.at.values())];
  for (const scope of around)
    if (!ancestor && running.filter((one) => one.node === scope).length > 1)
      throw invalid(
        `the flow scope '${scope.id}' of '${wanted.elementId}' has more than one active instance`,
      );
  for (const { scopeId } of wanted.variables)
    if (scopeId && !around.some(({ id }) => id === scopeId))
      throw invalid(`'${scopeId}' is no flow scope of '${wanted.elementId}'`);
  return { node, ancestor, wanted };
}

function scopeNamed(scope: ElementInstance, id: string): ElementInstance {
  return scope.node.id === id || !scope.scope ? scope : scopeNamed(scope.scope, id);
}

/** Returns true when anything in a scope is left after some elements have ended. */
function survives(scope: ElementInstance, ending: ReadonlySet<ElementInstance>): boolean {
  if (ending.has(scope)) return false;
  if (scope.children.size === 0) return true;
  return scope.tokens > scope.children.size || [...scope.children].some((child) => survives(child, ending));
}

/** Ends an element; a scope that loses its last element ends with it. */
function end(runtime: Runtime, element: ElementInstance): void {
  const { scope } = element;
  terminate(runtime, element);
  if (!scope) return;
  scope.tokens -= 1;
  if (scope.tokens <= 0) end(runtime, scope);
}
