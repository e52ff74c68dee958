import type { Form } from '#common/contract/forms.ts';
import { areCompatible, type Condition, implies, scopesOf } from './form-scopes.ts';
import { isRecord, type Part, updateAt } from './json-path.ts';

/** Allows a field wherever the form forbids additional fields. A part with `additionalProperties: false`
 *  lists the field; or, if the field's condition does not always hold there, switches to `propertyNames`, so
 *  that the field is not rendered when its condition is false. */
export const allowProperty = (form: Form, name: string, when: Condition): Form =>
  scopesOf(form)
    .filter(({ condition }) => areCompatible(condition, when))
    .reduce((next, { path, condition }) => {
      const change = (schema: unknown) => withAllowed(schema as Part, name, implies(condition, when));
      return updateAt(next, ['schema', ...path], change);
    }, form);

function withAllowed(schema: Part, name: string, alwaysShown: boolean): Part {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const { names, rest } = namesAllowed(schema);
  if (names)
    return names.includes(name) ? schema : { ...schema, propertyNames: { ...rest, enum: [...names, name] } };
  if (schema['additionalProperties'] !== false || name in properties) return schema;
  if (alwaysShown) return { ...schema, properties: { ...properties, [name]: {} } };
  const { additionalProperties: _, ...open } = schema;
  return { ...open, propertyNames: { enum: [...Object.keys(properties), name] } };
}

function namesAllowed(schema: Part): { names?: string[]; rest: Part } {
  const rule = schema['propertyNames'];
  return isRecord(rule) && Array.isArray(rule['enum'])
    ? { names: rule['enum'] as string[], rest: rule }
    : { rest: {} };
}

/** Removes a field that is defined nowhere any more from every part that allowed it. */
export const disallowProperty = (form: Form, name: string): Form =>
  scopesOf(form).reduce(
    (next, { path }) => updateAt(next, ['schema', ...path], (schema) => without(schema as Part, name)),
    form,
  );

function without(schema: Part, name: string): Part {
  let left = schema;
  const { names, rest } = namesAllowed(left);
  if (names?.includes(name))
    left = { ...left, propertyNames: { ...rest, enum: names.filter((other) => other !== name) } };
  if (isRecord(left['properties']) && name in left['properties']) {
    const { [name]: _, ...properties } = left['properties'];
    left = { ...left, properties };
  }
  if (Array.isArray(left['required']) && left['required'].includes(name))
    left = { ...left, required: (left['required'] as string[]).filter((other) => other !== name) };
  return left;
}
