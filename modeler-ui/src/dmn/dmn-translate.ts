import type { Locale } from '#common/contract/common.ts';
import { DMN_TRANSLATIONS_FA } from './dmn-translations.fa.ts';

type Translate = (template: string, replacements?: Readonly<Record<string, string>>) => string;

/** Translates the DMN editor into the language of the screen. Unknown texts stay English. */
export const createDmnTranslate =
  (locale: Locale): Translate =>
  (template, replacements = {}) =>
    ((locale === 'fa' ? DMN_TRANSLATIONS_FA[template.trim()] : undefined) ?? template).replace(
      /{([^}]+)}/g,
      (_, name: string) => replacements[name] ?? `{${name}}`,
    );
