import { valueOf } from '../decisions/feel.ts';
import type { Mapping, Variables } from './model.ts';
import { Stuck } from './rejection.ts';
import { wire } from './record-log.ts';
import { nextKey, type ElementInstance } from './runtime.ts';
import { TENANT } from './values.ts';

/** All variables that an element sees: its own, over those of the scopes around it. */
export const visible = (element: ElementInstance): Variables =>
  element.scope ? { ...visible(element.scope), ...element.variables } : { ...element.variables };

/** Sets variables where they are, from this element upwards, and unknown ones at the process instance. */
export function merge(element: ElementInstance, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) {
    let at = element;
    while (at.scope && !Object.hasOwn(at.variables, name)) at = at.scope;
    setLocal(at, { [name]: value });
  }
}

/** Sets variables of this element. One that keeps its value writes no record. */
export function setLocal(element: ElementInstance, variables: Variables): void {
  const { runtime, partition, variableKeys } = element;
  for (const [name, value] of Object.entries(variables)) {
    const text = JSON.stringify(value ?? null);
    const known = variableKeys.get(name);
    const same = known !== undefined && JSON.stringify(element.variables[name]) === text;
    element.variables[name] = value;
    if (same) continue;
    const key = known ?? nextKey(runtime, partition);
    variableKeys.set(name, key);
    emitVariable(element, known ? 'UPDATED' : 'CREATED', name);
  }
}

export function emitVariable(element: ElementInstance, intent: string, name: string): void {
  const { runtime, partition, definition, root } = element;
  runtime.log.emit(partition, 'VARIABLE', intent, element.variableKeys.get(name) ?? '-1', {
    name,
    value: JSON.stringify(element.variables[name] ?? null),
    scopeKey: wire(element.key),
    processInstanceKey: wire(root.key),
    processDefinitionKey: wire(definition.key),
    bpmnProcessId: definition.processId,
    tenantId: TENANT,
  });
}

/** @throws Stuck when the expression cannot be evaluated */
export function evaluateFor(
  element: ElementInstance,
  source: string,
  errorType = 'EXTRACT_VALUE_ERROR',
): unknown {
  try {
    return valueOf(source, visible(element), element.runtime.now);
  } catch (error) {
    throw new Stuck(
      errorType,
      `Expected to evaluate expression '${source}', but: ${(error as Error).message}`,
    );
  }
}

const nameOf = (value: unknown): string =>
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

const wrong = (source: string, wanted: string, value: unknown): Stuck =>
  new Stuck(
    'EXTRACT_VALUE_ERROR',
    `Expected result of the expression '${source.replace(/^=/, '')}' to be '${wanted}', but was '${nameOf(value)}'.`,
  );

/** @throws Stuck when the value is no text */
export function textFor(element: ElementInstance, source: string): string {
  const value = evaluateFor(element, source);
  if (typeof value !== 'string') throw wrong(source, 'STRING', value);
  return value;
}

/** The correlation key of a message may be a number.
 *  @throws Stuck when it is neither text nor number */
export function correlationKeyFor(element: ElementInstance, source: string): string {
  const value = evaluateFor(element, source);
  if (typeof value !== 'string' && typeof value !== 'number') throw wrong(source, 'STRING or NUMBER', value);
  return String(value);
}

/** @throws Stuck when the value is not true or false */
export function conditionFor(element: ElementInstance, source: string): boolean {
  const value = evaluateFor(element, source);
  if (typeof value !== 'boolean') throw wrong(source, 'BOOLEAN', value);
  return value;
}

/** A list of texts; a literal is split at its commas.
 *  @throws Stuck when an expression gives anything else */
export function listFor(element: ElementInstance, source: string | undefined): string[] {
  if (source === undefined) return [];
  if (!source.startsWith('='))
    return source
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  const value = evaluateFor(element, source);
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw wrong(source, 'ARRAY of STRING', value);
  return value;
}

/** Evaluates mappings one after the other; each sees what the ones before it gave.
 *  @throws Stuck */
export function mapped(mappings: readonly Mapping[], variables: Variables, now: number): Variables {
  const found: Variables = {};
  for (const { source, target } of mappings) {
    try {
      found[target] = valueOf(source, { ...variables, ...found }, now) ?? null;
    } catch (error) {
      throw new Stuck(
        'IO_MAPPING_ERROR',
        `Failed to evaluate '${source}' for '${target}': ${(error as Error).message}`,
      );
    }
  }
  return found;
}
