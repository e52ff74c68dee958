import type { Locale, Text } from './common.ts';
import { translated } from './translated.ts';

/** One input of a step: a question to the analyst, or a value the template sets itself (`Hidden`). */
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

/** An element template of the engine's vendor, as stored under processes/templates/. Its texts for people are
 *  keys that start with `%`; the texts themselves are in `metadata`. */
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

/** Returns the template in one language, as a modeler takes it.
 *  @throws when the language lacks a text */
export const localizeTemplate = (
  { metadata, ...template }: ElementTemplate,
  locale: Locale,
): Omit<ElementTemplate, 'metadata'> => translated(template, metadata.texts, locale);
