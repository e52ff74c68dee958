import type { Locale } from '#common/contract/common.ts';
import { DMN_WORDS_FA } from './words-fa.ts';

type Translate = (template: string, replacements?: Readonly<Record<string, string>>) => string;

/** Says what the editor of decisions says in the language of the screen. A sentence that is not known stays English. */
export const translator =
  (locale: Locale): Translate =>
  (template, replacements = {}) =>
    ((locale === 'fa' ? DMN_WORDS_FA[template.trim()] : undefined) ?? template).replace(
      /{([^}]+)}/g,
      (_, name: string) => replacements[name] ?? `{${name}}`,
    );
