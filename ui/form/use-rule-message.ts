import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../format/numbers.ts';
import { useLocale } from '../i18n/use-locale.ts';

/** Returns the message for a violated form rule, in the language of the screen. */
export function useRuleMessage(): (rule: string, limit: unknown) => string {
  const { t } = useTranslation('common');
  const { locale } = useLocale();
  return useMemo(
    () => (rule, limit) => {
      const value = typeof limit === 'number' ? formatNumber(limit, locale) : '';
      switch (rule) {
        case 'required':
          return t('rules.required');
        case 'minLength':
          return limit === 1 ? t('rules.required') : t('rules.minLength', { value });
        case 'maxLength':
          return t('rules.maxLength', { value });
        case 'minimum':
          return t('rules.minimum', { value });
        case 'maximum':
          return t('rules.maximum', { value });
        case 'type':
          return t('rules.type');
        case 'format':
        case 'pattern':
          return t('rules.format');
        default:
          return t('rules.other');
      }
    },
    [t, locale],
  );
}
