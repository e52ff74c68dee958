import { useTranslation } from 'react-i18next';
import type { DiffEntry, TraitChange } from '#common/process-files/diff/index.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Returns functions that describe changes in the language of the screen. */
export function useChangeText() {
  const { t } = useTranslation('release');
  const { locale, pick } = useLocale();
  const aspects = t('aspect', { returnObjects: true }) as Record<string, string>;
  const types = t('type', { returnObjects: true }) as Record<string, string>;
  const values = t('value', { returnObjects: true }) as Record<string, string>;
  return {
    /** Names the changed element. */
    subject: ({
      name,
      subject,
      subjectType,
      at,
    }: Pick<DiffEntry, 'name' | 'subject' | 'subjectType' | 'at'>): string => {
      const type = types[subjectType.replace(/^bpmn:/, '')] ?? subjectType.replace(/^\w+:/, '');
      const called = at !== null ? formatNumber(at, locale) : name ? pick(name) : subject;
      return called ? `${type} «${called}»` : type;
    },
    aspect: ({ aspect, of }: TraitChange): string => {
      const word = aspects[aspect] ?? aspect;
      return of === null ? word : `${word} ${of}`;
    },
    value: (value: string | null): string => (value === null ? t('nothing') : (values[value] ?? value)),
  };
}
