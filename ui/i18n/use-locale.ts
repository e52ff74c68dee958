import { useTranslation } from 'react-i18next';
import type { Locale, Text } from '#common/contract/common.ts';

export const LOCALE_KEY = 'shahrah.locale';

export const isLocale = (value: unknown): value is Locale => value === 'fa' || value === 'en';

export const directionOf = (locale: Locale): 'rtl' | 'ltr' => (locale === 'fa' ? 'rtl' : 'ltr');

/** Returns the language of the screen, its direction, and a function that changes it in place. */
export function useLocale() {
  const { i18n } = useTranslation();
  const locale: Locale = isLocale(i18n.language) ? i18n.language : 'fa';
  return {
    locale,
    direction: directionOf(locale),
    /** Picks the screen's language from a bilingual text. */
    pick: (text: Text) => text[locale],
    change: (next: Locale) => i18n.changeLanguage(next),
  };
}
