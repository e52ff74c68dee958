import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { type Condition, fieldsOf, optionsOf, textOf } from './model/index.ts';

/** Returns a condition in plain language. */
export function useConditionText(form: Form): (when: Condition) => string {
  const { t } = useTranslation('formEditor');
  const { locale } = useLocale();
  const fields = fieldsOf(form);
  const listed = new Intl.ListFormat(locale, { type: 'disjunction' });
  const joined = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (when) => {
    const parts = when.map(({ field: name, values }) => {
      const field = fields.find((one) => one.name === name);
      const options = field ? optionsOf(field.definition) : [];
      const said = values.map((value) => {
        const option = options.find((one) => one.const === value);
        if (option) return textOf(form, locale, option.title) || String(value);
        return typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value);
      });
      const label = field ? textOf(form, locale, field.definition['title']) || name : name;
      return t('when.is', { field: label, values: listed.format(said) });
    });
    return t('when.said', { condition: joined.format(parts) });
  };
}
