import type { Locale } from '../../../api/contract/common.ts';
import type { Form } from '../../../api/contract/forms.ts';
import { advancedParts, fieldsOf, namesOf, type FormField } from '../form-editor/model/index.ts';
import { isEqual } from './is-equal.ts';

/** One thing that differs; a side without it is null. */
export type Difference = { what: string; before: unknown; after: unknown };

export type FieldChange = {
  change: 'added' | 'removed' | 'changed';
  name: string;
  /** What people read beside the field, of the newer form where it has it. */
  label: Record<Locale, string>;
  /** `when` (its condition), `kind`, `required`, `variable`, or a part of its definition or drawing, as `maxLength`. */
  differences: Difference[];
};

export type TextChange = { key: string; locale: Locale; before: string | null; after: string | null };

export type FormDiff = {
  fields: FieldChange[];
  texts: TextChange[];
  /** The order of the fields that both have. */
  order: { before: string[]; after: string[] } | null;
  /** What the list of fields cannot say, by its place in the file. */
  other: Difference[];
};

/** What has changed between two versions of a form. A version that there is not yet, or not any more, is null. */
export function formDiff(before: Form | null, after: Form | null): FormDiff {
  const old = before ? fieldsOf(before) : [];
  const now = after ? fieldsOf(after) : [];
  const pairs = pair(old, now);
  return {
    fields: [
      ...pairs.flatMap(([one, other]): FieldChange[] => {
        const differences = differencesOf(one, other, before, after);
        const change = one && other ? 'changed' : other ? 'added' : 'removed';
        if (change === 'changed' && differences.length === 0) return [];
        const [field, form] = (other ? [other, after] : [one, before]) as [FormField, Form];
        return [{ change, name: field.name, label: labelOf(field, form), differences }];
      }),
    ],
    texts: textChanges(before, after),
    order: orderChange(before, after),
    other: differing(advancedOf(before), advancedOf(after)),
  };
}

/** A field is the same when it has the same name under the same condition; what is left over is paired by name. */
function pair(
  old: readonly FormField[],
  now: readonly FormField[],
): [FormField | undefined, FormField | undefined][] {
  const left = [...old];
  const take = (fits: (field: FormField) => boolean): FormField | undefined => {
    const at = left.findIndex(fits);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const exact = new Map(
    now.map((field) => [field, take((one) => one.name === field.name && isEqual(one.when, field.when))]),
  );
  const found = now.map((field): [FormField | undefined, FormField] => [
    exact.get(field) ?? take((one) => one.name === field.name),
    field,
  ]);
  return [...found, ...left.map((field): [FormField, undefined] => [field, undefined])];
}

function differencesOf(
  one: FormField | undefined,
  other: FormField | undefined,
  before: Form | null,
  after: Form | null,
): Difference[] {
  return differing(factsOf(one, before), factsOf(other, after));
}

const factsOf = (field: FormField | undefined, form: Form | null): Record<string, unknown> =>
  field && form
    ? {
        when: field.when,
        kind: field.kind,
        required: field.required,
        variable: form.variables.includes(field.name),
        ...field.definition,
        ...field.ui,
      }
    : {};

const differing = (before: Record<string, unknown>, after: Record<string, unknown>): Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((what) => !isEqual(before[what], after[what]))
    .map((what) => ({ what, before: before[what] ?? null, after: after[what] ?? null }));

const labelOf = ({ definition, name }: FormField, { texts }: Form): Record<Locale, string> => {
  const key = String(definition['title'] ?? '').replace(/^%/, '');
  return { fa: texts.fa[key] ?? name, en: texts.en[key] ?? name };
};

const textChanges = (before: Form | null, after: Form | null): TextChange[] =>
  (['fa', 'en'] as const).flatMap((locale) =>
    differing(before?.texts[locale] ?? {}, after?.texts[locale] ?? {}).map(({ what, ...change }) => ({
      key: what,
      locale,
      before: change.before as string | null,
      after: change.after as string | null,
    })),
  );

function orderChange(before: Form | null, after: Form | null): FormDiff['order'] {
  if (!before || !after) return null;
  const [old, now] = [namesOf(before), namesOf(after)];
  const stayed = {
    before: old.filter((name) => now.includes(name)),
    after: now.filter((name) => old.includes(name)),
  };
  return isEqual(stayed.before, stayed.after) ? null : stayed;
}

const advancedOf = (form: Form | null): Record<string, unknown> =>
  form ? Object.fromEntries(advancedParts(form).map(({ path, value }) => [path, value])) : {};
