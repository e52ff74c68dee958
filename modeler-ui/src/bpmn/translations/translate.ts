import type { Locale } from '#common/contract/common.ts';
import { canvas } from './canvas.fa.ts';
import { elements } from './elements.fa.ts';
import { panel } from './panel.fa.ts';
import { simulation } from './simulation.fa.ts';
import { templates } from './templates.fa.ts';

/** Case and hyphens differ between the places in which one kind of element is named. */
const loose = (text: string): string => text.toLowerCase().replaceAll('-', ' ').trim();

const PERSIAN: Readonly<Record<string, string>> = {
  ...elements,
  ...templates,
  ...panel,
  ...canvas,
  ...simulation,
};
const LOOSE = new Map(Object.entries(PERSIAN).map(([key, text]) => [loose(key), text]));

/** The Persian of a text of the packages; nothing when there is none. */
export const persianOf = (template: string): string | undefined =>
  PERSIAN[template] ?? LOOSE.get(loose(template));

export type Translate = (template: string, replacements?: Readonly<Record<string, unknown>>) => string;

/** Translates as the packages of bpmn.io ask for it: the English text is the key, `{name}` is replaced.
 *  @param missed hears of every text that has no Persian */
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

/** The module that puts the language into an editor. */
export const translateModule = (locale: Locale, missed?: (template: string) => void) => ({
  translate: ['value', createTranslate(locale, missed)] as const,
});
