import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '#common/contract/common.ts';
import { en } from './en/index.ts';
import { fa } from './fa/index.ts';
import { directionOf, isLocale, LOCALE_KEY } from './use-locale.ts';

function firstLocale(): 'fa' | 'en' {
  const asked = new URLSearchParams(window.location.search).get('lang');
  if (isLocale(asked)) return asked;
  const kept = localStorage.getItem(LOCALE_KEY);
  return isLocale(kept) ? kept : 'fa';
}

function dress(locale: string): void {
  if (!isLocale(locale)) return;
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

type Texts = Record<Locale, Record<string, object>>;

/** Sets up translations: Persian, unless the URL (`?lang=en`) or an earlier choice says otherwise.
 *  @param own texts of this app only, by namespace */
export function createI18n(own: Texts = { fa: {}, en: {} }): i18n {
  const resources = { fa: { ...fa, ...own.fa }, en: { ...en, ...own.en } };
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: firstLocale(),
    fallbackLng: false,
    resources,
    ns: Object.keys(resources.fa),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  dress(instance.language);
  instance.on('languageChanged', (locale) => {
    localStorage.setItem(LOCALE_KEY, locale);
    dress(locale);
  });
  return instance;
}
