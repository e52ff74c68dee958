import { evaluationError } from '../decisions/evaluation-pending.ts';
import { valueOf } from '../decisions/feel.ts';
import { dictionary } from './dictionary.ts';
import { storeValue } from './large-values.ts';
import type { Mapping, Variables } from './model.ts';
import { wire } from './record-log.ts';
import { TENANT } from './record-values.ts';
import { IncidentError } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import type { ElementInstance } from './state.ts';

/** Returns all variables visible to an element: its own ones override those of the scopes around it. */
export const visible = (element: ElementInstance): Variables =>
  element.scope ? { ...visible(element.scope), ...element.variables } : { ...element.variables };

/** Sets variables in the nearest scope that has them, from this element upwards, and unknown ones at the
 *  process instance. */
export function merge(runtime: Runtime, element: ElementInstance, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    let at = element;
    while (at.scope && !Object.hasOwn(at.variables, name)) at = at.scope;
    setLocal(runtime, at, { [name]: value });
  }
}

/** Sets variables of this element. An unchanged value writes no record. */
export function setLocal(runtime: Runtime, element: ElementInstance, variables: Variables): void {
  const { variableKeys } = element;
  for (const [name, value] of Object.entries(variables)) {
    const known = Object.hasOwn(variableKeys, name) ? variableKeys[name] : undefined;
    const text = JSON.stringify(value ?? null);
    const same = known !== undefined && JSON.stringify(element.variables[name] ?? null) === text;
    element.variables[name] = value ?? null;
    if (same) continue;
    const key = known ?? nextKey(runtime, element);
    variableKeys[name] = key;
    storeValue(runtime, element, key, value ?? null, text.length);
    emitVariable(runtime, element, known ? 'UPDATED' : 'CREATED', name, text);
  }
}

export function emitVariable(
  runtime: Runtime,
  element: ElementInstance,
  intent: string,
  name: string,
  value = JSON.stringify(element.variables[name] ?? null),
): void {
  const { instance, variableKeys, key } = element;
  runtime.log.emit(instance.partition, 'VARIABLE', intent, variableKeys[name] ?? '-1', {
    name,
    value,
    scopeKey: wire(key),
    processInstanceKey: wire(instance.key),
    processDefinitionKey: wire(instance.definition.key),
    bpmnProcessId: instance.definition.processId,
    tenantId: TENANT,
  });
}

/** @throws IncidentError when the expression cannot be evaluated */
export function evaluateFor(
  runtime: Runtime,
  element: ElementInstance,
  source: string,
  errorType = 'EXTRACT_VALUE_ERROR',
): unknown {
  try {
    return valueOf(source, visible(element), runtime.now);
  } catch (error) {
    throw new IncidentError(
      errorType,
      `Expected to evaluate expression '${source}', but: ${evaluationError(error)}`,
    );
  }
}

export const nameOf = (value: unknown): string =>
  value === null || value === undefined
    ? 'NULL'
    : Array.isArray(value)
      ? 'ARRAY'
      : typeof value === 'object'
        ? 'OBJECT'
        : typeof value === 'boolean'
          ? 'BOOLEAN'
          : typeof value === 'number'
            ? 'NUMBER'
            : 'STRING';

/** Describes the value of an attribute in a message for people: a literal as it is, an expression by its
 *  source, because its value may be personal. */
export const named = (source: string, value: string): string =>
  source.startsWith('=') ? `that the expression '${source.slice(1)}' names` : `'${value}'`;

const wrongTypeError = (source: string, wanted: string, value: unknown): IncidentError =>
  new IncidentError(
    'EXTRACT_VALUE_ERROR',
    `Expected result of the expression '${source.replace(/^=/, '')}' to be '${wanted}', but was '${nameOf(value)}'.`,
  );

/** @throws IncidentError when the value is no text */
export function textFor(runtime: Runtime, element: ElementInstance, source: string): string {
  const value = evaluateFor(runtime, element, source);
  if (typeof value !== 'string') throw wrongTypeError(source, 'STRING', value);
  return value;
}

/** Evaluates the correlation key of a message, which may be a number.
 *  @throws IncidentError when it is neither text nor number */
export function correlationKeyFor(runtime: Runtime, element: ElementInstance, source: string): string {
  const value = evaluateFor(runtime, element, source);
  if (typeof value !== 'string' && typeof value !== 'number')
    throw wrongTypeError(source, 'STRING or NUMBER', value);
  return String(value);
}

/** @throws IncidentError when the value is not true or false */
export function conditionFor(runtime: Runtime, element: ElementInstance, source: string): boolean {
  const value = evaluateFor(runtime, element, source);
  if (typeof value !== 'boolean') throw wrongTypeError(source, 'BOOLEAN', value);
  return value;
}

/** Evaluates a list of texts; a literal is split at its commas.
 *  @throws IncidentError when an expression gives anything else */
export function listFor(runtime: Runtime, element: ElementInstance, source: string | undefined): string[] {
  if (source === undefined) return [];
  if (!source.startsWith('='))
    return source
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  const value = evaluateFor(runtime, element, source);
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw wrongTypeError(source, 'ARRAY of STRING', value);
  return value;
}

/** Evaluates mappings one after the other; each sees the results of those before it.
 *  @throws IncidentError */
export function mapped(mappings: readonly Mapping[], variables: Variables, now: number): Variables {
  const found: Variables = dictionary();
  for (const { source, target } of mappings) {
    try {
      found[target] = valueOf(source, { ...variables, ...found }, now) ?? null;
    } catch (error) {
      throw new IncidentError(
        'IO_MAPPING_ERROR',
        `Failed to evaluate '${source}' for '${target}': ${evaluationError(error)}`,
      );
    }
  }
  return found;
}
