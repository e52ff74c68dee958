import type { Form } from '#common/contract/forms.ts';
import { type FieldKind, kindOf } from './form-kinds.ts';
import { type Condition, conditionOf, scopesOf } from './form-scopes.ts';
import { isRecord, type Part, type Path } from './json-path.ts';

/** Field of a form in one place. A field may occur in several places, each with its own condition. */
export type FormField = {
  /** Path of the field as a string. */
  id: string;
  name: string;
  /** Path to the definition, below the schema. */
  path: Path;
  /** Path to the part of the schema that contains the field. */
  scope: Path;
  /** Condition for showing the field; empty means always. */
  when: Condition;
  required: boolean;
  kind: FieldKind | 'advanced';
  definition: Part;
  ui: Part;
};

/** Returns the fields in display order. A name that a branch only lists in order to allow it is not a
 *  field. */
export function fieldsOf(form: Form): FormField[] {
  const found = scopesOf(form).flatMap(({ path, condition, schema }) =>
    Object.entries(isRecord(schema['properties']) ? schema['properties'] : {})
      .filter((entry): entry is [string, Part] => isRecord(entry[1]) && Object.keys(entry[1]).length > 0)
      .map(([name, definition]): FormField => {
        const ui = isRecord(form.uiSchema[name]) ? form.uiSchema[name] : {};
        const place = [...path, 'properties', name];
        return {
          id: place.join('/'),
          name,
          path: place,
          scope: path,
          when: condition,
          required: Array.isArray(schema['required']) && schema['required'].includes(name),
          kind: kindOf(definition, ui),
          definition,
          ui,
        };
      }),
  );
  const order = orderOf(form);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return found
    .map((field, index) => ({ field, index }))
    .sort((a, b) => place(a.field.name) - place(b.field.name) || a.index - b.index)
    .map(({ field }) => field);
}

/** Returns the field names in the order given by `ui:order`. */
export const orderOf = ({ uiSchema }: Pick<Form, 'uiSchema'>): string[] =>
  Array.isArray(uiSchema['ui:order'])
    ? (uiSchema['ui:order'] as string[]).filter((name) => name !== '*')
    : [];

export type AdvancedPart = { path: string; value: unknown };

const ROOT = ['type', 'required', 'properties', 'additionalProperties', 'propertyNames', 'allOf'];

/** Returns the parts of a form that the field list cannot represent. They are kept unchanged. */
export function advancedParts(form: Form): AdvancedPart[] {
  const { schema } = form;
  const unknown = (part: Part, path: Path) =>
    Object.entries(part)
      .filter(([key]) => !ROOT.includes(key) || (key === 'allOf' && path.length > 1))
      .map(([key, value]) => ({ path: ['', ...path, key].join('/'), value }));
  const branches = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  return [
    ...scopesOf(form).flatMap((scope) => unknown(scope.schema, ['schema', ...scope.path])),
    ...branches.flatMap((branch, index) =>
      conditionOf(branch) && isRecord((branch as Part)['then'])
        ? []
        : [{ path: `/schema/allOf/${index}`, value: branch }],
    ),
    ...fieldsOf(form)
      .filter(({ kind }) => kind === 'advanced')
      .map(({ path, definition }) => ({ path: ['', 'schema', ...path].join('/'), value: definition })),
    ...(form.rules ? [{ path: '/rules', value: form.rules }] : []),
  ];
}
