import type { Locale, Text } from './common.ts';
import { translated } from './translated.ts';

/** One thing that a step asks the analyst, or sets by itself (`Hidden`). */
export type TemplateProperty = {
  id?: string;
  type: 'Hidden' | 'String' | 'Dropdown';
  label?: string;
  description?: string;
  value?: string;
  optional?: boolean;
  choices?: readonly { name: string; value: string }[];
  binding:
    | { type: 'zeebe:taskDefinition'; property: 'type' | 'retries' }
    | { type: 'zeebe:calledElement'; property: 'processId' }
    | { type: 'zeebe:input'; name: string }
    | { type: 'zeebe:output'; source: string };
};

/** A ready step as it is kept under processes/templates/: an element template of the engine's vendor whose texts for people are
 *  keys that begin with `%`, with the texts in `metadata`. */
export type ElementTemplate = {
  $schema: string;
  id: string;
  name: string;
  description: string;
  version: number;
  icon: { contents: string };
  elementType: { value: string };
  properties: readonly TemplateProperty[];
  metadata: { texts: { [L in keyof Text]: Readonly<Record<string, string>> } };
  [more: string]: unknown;
};

/** The template in one language, as a modeler takes it. Throws when the language lacks a text. */
export const localizeTemplate = (
  { metadata, ...template }: ElementTemplate,
  locale: Locale,
): Omit<ElementTemplate, 'metadata'> => translated(template, metadata.texts, locale);
