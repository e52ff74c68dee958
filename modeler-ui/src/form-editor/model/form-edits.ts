import type { Form } from '#common/contract/forms.ts';
import { allowProperty, disallowProperty } from './allowed-properties.ts';
import { fieldsOf, type FormField, orderOf } from './form-fields.ts';
import { definitionOf, type FieldKind, type Option, uiOf } from './form-kinds.ts';
import { branchFor, type Condition, isSameCondition, scopesOf } from './form-scopes.ts';
import { setText, withoutUnusedTexts } from './form-texts.ts';
import { getAt, isRecord, type Part, type Path, updateAt } from './json-path.ts';

/** Changes the definition of a field. */
export const changeDefinition = (form: Form, field: FormField, change: (before: Part) => Part): Form =>
  updateAt(form, ['schema', ...field.path], (before) => change(before as Part));

/** Changes the UI schema of a field. Removes an empty entry. */
export const changeUi = (form: Form, name: string, change: (before: Part) => Part): Form =>
  updateAt(form, ['uiSchema', name], (before) => {
    const after = change(isRecord(before) ? before : {});
    return Object.keys(after).length > 0 || before !== undefined ? undefinedIfEmpty(after) : undefined;
  });

const undefinedIfEmpty = (part: Part): Part | undefined => (Object.keys(part).length > 0 ? part : undefined);

/** Makes a field required or optional in its part of the schema. */
export const setRequired = (form: Form, { scope, name }: FormField, required: boolean): Form =>
  updateAt(form, ['schema', ...scope, 'required'], (before) => {
    const names = Array.isArray(before) ? (before as string[]) : [];
    if (required) return names.includes(name) ? names : [...names, name];
    return names.filter((other) => other !== name);
  });

/** Adds a field to the variables sent to the engine, or removes it. */
export const setVariable = (form: Form, name: string, sent: boolean): Form => ({
  ...form,
  variables: sent
    ? [...form.variables.filter((other) => other !== name), name]
    : form.variables.filter((other) => other !== name),
});

/** Changes the type of a field but keeps its name. Options survive a change between choice types; limits are
 *  those of the new type. */
export function setKind(form: Form, field: FormField, kind: FieldKind, options: readonly Option[]): Form {
  const title = String(field.definition['title'] ?? `%${field.name}`);
  const changed = changeDefinition(form, field, () => definitionOf(kind, title, options));
  return withoutUnusedTexts(
    changeUi(changed, field.name, (before) => uiOf(kind, before)),
    form,
  );
}

/** Moves a field to a position among the displayed fields. */
export function moveField(form: Form, name: string, to: number): Form {
  const names = namesOf(form);
  const rest = names.filter((other) => other !== name);
  const order = [...rest.slice(0, to), name, ...rest.slice(to)];
  if (order.join() === names.join()) return form;
  return updateAt(form, ['uiSchema', 'ui:order'], (before) =>
    Array.isArray(before) && before.includes('*') ? [...order, '*'] : order,
  );
}

/** Returns the names of all fields in display order. */
export const namesOf = (form: Form): string[] => [...new Set(fieldsOf(form).map(({ name }) => name))];

export type NewField = {
  name: string;
  kind: FieldKind;
  title: { fa: string; en: string };
  options?: readonly (Option & { text: { fa: string; en: string } })[];
};

/** Adds a field at the end, always shown. */
export function addField(form: Form, { name, kind, title, options = [] }: NewField): Form {
  const known = namesOf(form);
  const definition = definitionOf(
    kind,
    `%${name}`,
    options.map(({ const: value }) => ({ const: value, title: `%${name}.${value}` })),
  );
  let next = updateAt(form, ['schema', 'properties', name], () => definition);
  next = allowProperty(next, name, []);
  const ui = uiOf(kind, {});
  if (Object.keys(ui).length > 0) next = changeUi(next, name, () => ui);
  if (orderOf(form).length > 0) {
    const order = [...new Set([...orderOf(form), ...known]), name];
    next = updateAt(next, ['uiSchema', 'ui:order'], (before) =>
      (before as string[]).includes('*') ? [...order, '*'] : order,
    );
  }
  for (const locale of ['fa', 'en'] as const) {
    next = setText(next, locale, name, title[locale]);
    for (const { const: value, text } of options)
      next = setText(next, locale, `${name}.${value}`, text[locale]);
  }
  return next;
}

/** Removes a field at one place. If it is defined nowhere else, its texts, its place in the order and its
 *  entries in the schema go too. */
export function removeField(form: Form, field: FormField): Form {
  const without = detachField(form, field);
  const last = !fieldsOf(without).some(({ name }) => name === field.name);
  if (!last) return withoutUnusedTexts(withoutIdleBranches(without), form);
  let next = disallowProperty(without, field.name);
  next = updateAt(next, ['uiSchema', field.name], () => undefined);
  next = updateAt(next, ['uiSchema', 'ui:order'], (before) =>
    Array.isArray(before) ? before.filter((other) => other !== field.name) : before,
  );
  return withoutUnusedTexts(withoutIdleBranches(setVariable(next, field.name, false)), form);
}

/** Changes the condition of a field; an empty condition means always shown. */
export function setCondition(form: Form, field: FormField, when: Condition): Form {
  if (isSameCondition(field.when, when)) return form;
  let next = detachField(form, field);
  if (!fieldsOf(next).some(({ name }) => name === field.name)) next = disallowProperty(next, field.name);
  const [scope, prepared] = scopeFor(next, when);
  next = updateAt(prepared, ['schema', ...scope, 'properties', field.name], () => field.definition);
  if (field.required) next = setRequired(next, { ...field, scope }, true);
  return withoutIdleBranches(allowProperty(next, field.name, when));
}

/** Returns the part of the schema for a condition, creating it if missing. */
function scopeFor(form: Form, when: Condition): [Path, Form] {
  const known = scopesOf(form).find(({ condition }) => isSameCondition(condition, when));
  if (known) return [known.path, form];
  const branches = (getAt(form.schema, ['allOf']) as unknown[] | undefined) ?? [];
  const branch = branchFor(when, { type: 'object', properties: {} });
  return [
    ['allOf', branches.length, 'then'],
    updateAt(form, ['schema', 'allOf'], () => [...branches, branch]),
  ];
}

function detachField(form: Form, field: FormField): Form {
  const without = updateAt(form, ['schema', ...field.path], () => undefined);
  return field.required ? setRequired(without, field, false) : without;
}

/** Removes branches that have become empty. */
function withoutIdleBranches(form: Form): Form {
  const idle = new Set(
    scopesOf(form)
      .filter(({ path, schema }) => {
        const says = Object.keys(schema).filter((key) => key !== 'type');
        const empty = (key: string) => Object.keys((schema[key] ?? {}) as object).length === 0;
        return path.length > 0 && says.every((key) => ['properties', 'required'].includes(key) && empty(key));
      })
      .map(({ path }) => path[1]),
  );
  if (idle.size === 0) return form;
  return updateAt(form, ['schema', 'allOf'], (before) => {
    const left = (before as unknown[]).filter((_, index) => !idle.has(index));
    return left.length > 0 ? left : undefined;
  });
}
