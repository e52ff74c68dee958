import type { Locale } from '#common/contract/common.ts';
import { canvas } from './canvas.fa.ts';
import { elements } from './elements.fa.ts';
import { panel } from './panel.fa.ts';
import { simulation } from './simulation.fa.ts';
import { templates } from './templates.fa.ts';

/** Normalizes a text for lookup: case and hyphens of element types vary between places. */
const loose = (text: string): string => text.toLowerCase().replaceAll('-', ' ').trim();

const PERSIAN: Readonly<Record<string, string>> = {
  ...elements,
  ...templates,
  ...panel,
  ...canvas,
  ...simulation,
};
const LOOSE = new Map(Object.entries(PERSIAN).map(([key, text]) => [loose(key), text]));

/** Returns the Persian translation of a package's text; undefined if there is none. */
export const persianOf = (template: string): string | undefined =>
  PERSIAN[template] ?? LOOSE.get(loose(template));

export type Translate = (template: string, replacements?: Readonly<Record<string, unknown>>) => string;

/** Creates the translate function that bpmn.io packages expect: the English text is the key, `{name}` is
 *  replaced.
 *  @param missed called with every text that has no Persian translation */
export const createTranslate =
  (locale: Locale, missed: (template: string) => void = () => undefined): Translate =>
  (template, replacements = {}) => {
    if (typeof template !== 'string' || template.trim() === '') return template;
    const text = locale === 'fa' ? persianOf(template) : template;
    if (text === undefined) missed(template);
    return (text ?? template).replace(/\{([^}]+)\}/g, (whole, name: string) =>
      name in replacements ? String(replacements[name]) : whole,
    );
  };

/** Module that sets the language of an editor. */
export const translateModule = (locale: Locale, missed?: (template: string) => void) => ({
  translate: ['value', createTranslate(locale, missed)] as const,
});
