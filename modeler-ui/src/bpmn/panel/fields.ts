import {
  isNumberFieldEntryEdited,
  isSelectEntryEdited,
  isTextFieldEntryEdited,
  NumberFieldEntry,
  SelectEntry,
  TextFieldEntry,
} from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import type { Shape } from '../canvas/element.ts';
import type { Entry } from './panel-groups.ts';

type Choice = { value: string; label: string };
type Debounce = (act: (...args: never[]) => void) => unknown;

type Field<V> = {
  id: string;
  label: string;
  description?: string;
  get(): V;
  set(value: V): void;
};

const entry = (element: Shape, id: string, component: unknown, isEdited: unknown, props: object): Entry => ({
  id,
  element,
  isEdited,
  component: () => h(component, { element, id, ...props }),
});

const named = <V>({ label, description, get, set }: Field<V>) => ({
  label,
  description,
  getValue: get,
  setValue: set,
});

export const textField = (element: Shape, debounce: Debounce, field: Field<string>): Entry =>
  entry(element, field.id, TextFieldEntry, isTextFieldEntryEdited, { debounce, ...named(field) });

export const numberField = (
  element: Shape,
  debounce: Debounce,
  field: Field<number | undefined> & { min?: number; max?: number },
): Entry =>
  entry(element, field.id, NumberFieldEntry, isNumberFieldEntryEdited, {
    debounce,
    min: field.min,
    max: field.max,
    ...named(field),
  });

/** Select field. Keeps a value that is not among the options and marks it as unknown. */
export const choiceField = (
  element: Shape,
  field: Field<string> & { choices: readonly Choice[]; none: string; unknown: string },
): Entry =>
  entry(element, field.id, SelectEntry, isSelectEntryEdited, {
    ...named(field),
    getOptions: () => {
      const value = field.get();
      const missing = value !== '' && !field.choices.some((choice) => choice.value === value);
      return [
        { value: '', label: field.none },
        ...(missing ? [{ value, label: `${value} (${field.unknown})` }] : []),
        ...field.choices,
      ];
    },
  });
