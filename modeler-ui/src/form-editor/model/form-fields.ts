import type { Form } from '#common/contract/forms.ts';
import { type FieldKind, kindOf } from './form-kinds.ts';
import { type Condition, conditionOf, scopesOf } from './form-scopes.ts';
import { isRecord, type Part, type Path } from './json-path.ts';

/** A field of a form at one place; a field may stand at several, each with its own condition. */
export type FormField = {
  /** Its place, as a word. */
  id: string;
  name: string;
  /** To its definition, below the schema. */
  path: Path;
  /** The part of the schema that it stands in. */
  scope: Path;
  /** When it is shown; empty: always. */
  when: Condition;
  required: boolean;
  kind: FieldKind | 'advanced';
  definition: Part;
  ui: Part;
};

/** The fields in the order of the screen. What a branch only names, to let it pass, is no field of its own. */
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

/** The names of the fields in the order that the form asks for. */
export const orderOf = ({ uiSchema }: Pick<Form, 'uiSchema'>): string[] =>
  Array.isArray(uiSchema['ui:order'])
    ? (uiSchema['ui:order'] as string[]).filter((name) => name !== '*')
    : [];

export type AdvancedPart = { path: string; value: unknown };

const ROOT = ['type', 'required', 'properties', 'additionalProperties', 'propertyNames', 'allOf'];

/** What of a form the list of fields cannot say. It is kept as it is. */
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
