import type { Form } from '#common/contract/forms.ts';
import { getAt, isRecord, type Part, type Path } from './json-path.ts';

/** Conjunction of tests: each named field has one of the values. */
export type Condition = readonly { field: string; values: readonly unknown[] }[];

/** Part of the schema that defines fields: the schema itself, or the `then` of a branch that the editor
 *  understands. */
export type Scope = { path: Path; condition: Condition; schema: Part };

/** Returns the parts of a form that define fields. Branches are `if … then …` within `allOf`, where `if`
 *  tests the values of fields. */
export function scopesOf({ schema }: Pick<Form, 'schema'>): Scope[] {
  const branches = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  return [
    { path: [], condition: [], schema },
    ...branches.flatMap((branch, index) => {
      const condition = conditionOf(branch);
      const then = getAt(branch, ['then']);
      return condition && isRecord(then) ? [{ path: ['allOf', index, 'then'], condition, schema: then }] : [];
    }),
  ];
}

/** Returns the condition of a branch; undefined if it is written in a way the editor does not understand. */
export function conditionOf(branch: unknown): Condition | undefined {
  if (!isRecord(branch) || Object.keys(branch).some((key) => key !== 'if' && key !== 'then'))
    return undefined;
  const when = branch['if'];
  if (!isRecord(when) || Object.keys(when).some((key) => !['type', 'properties', 'required'].includes(key)))
    return undefined;
  const { properties, required } = when;
  if (!isRecord(properties) || !Array.isArray(required)) return undefined;
  const found = Object.entries(properties).map(([field, test]) => ({ field, values: valuesOf(test) }));
  const whole = found.every(({ field, values }) => values && required.includes(field));
  return whole && found.length > 0 && required.length === found.length ? (found as Condition) : undefined;
}

function valuesOf(test: unknown): unknown[] | undefined {
  if (!isRecord(test) || Object.keys(test).length !== 1) return undefined;
  if ('const' in test) return [test['const']];
  return Array.isArray(test['enum']) ? test['enum'] : undefined;
}

/** Builds a branch for a condition. */
export const branchFor = (condition: Condition, then: Part): Part => ({
  if: {
    type: 'object',
    properties: Object.fromEntries(
      condition.map(({ field, values }) => [
        field,
        values.length === 1 ? { const: values[0] } : { enum: [...values] },
      ]),
    ),
    required: condition.map(({ field }) => field),
  },
  then,
});

const within = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.every((value) => other.includes(value));

/** True if the second condition holds whenever the first one does. */
export const implies = (one: Condition, other: Condition): boolean =>
  other.every(({ field, values }) =>
    one.some((given) => given.field === field && within(given.values, values)),
  );

export const isSameCondition = (one: Condition, other: Condition): boolean =>
  implies(one, other) && implies(other, one);

/** True if both conditions can hold at once. */
export const areCompatible = (one: Condition, other: Condition): boolean =>
  one.every(({ field, values }) =>
    other.every((given) => given.field !== field || given.values.some((value) => values.includes(value))),
  );
