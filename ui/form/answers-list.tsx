import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Form, localizeForm } from '#common/contract/forms.ts';
import { DescriptionList } from '../components/description-list.tsx';
import { formatDigits } from '../format/numbers.ts';
import { useLocale } from '../i18n/use-locale.ts';

type Field = { title?: string; oneOf?: { const: unknown; title: string }[] };

/** Answers to a form, each beside its question in the language of the screen. */
export default function AnswersList({ form, answers }: { form: Form; answers: Record<string, unknown> }) {
  const { t } = useTranslation('file');
  const { locale } = useLocale();
  const fields = useMemo(
    () => (localizeForm(form, locale).schema.properties ?? {}) as Record<string, Field>,
    [form, locale],
  );
  const say = (field: Field | undefined, value: unknown): string => {
    const choice = field?.oneOf?.find((option) => option.const === value);
    if (choice) return choice.title;
    if (typeof value === 'boolean') return value ? t('review.yes') : t('review.no');
    if (typeof value === 'number') return formatDigits(String(value), locale);
    return String(value);
  };
  const facts = Object.entries(answers)
    .filter(([, value]) => value !== undefined && value !== '' && value !== null)
    .map(([name, value]) => ({
      key: name,
      label: fields[name]?.title ?? name,
      value: say(fields[name], value),
    }));
  return <DescriptionList facts={facts} />;
}
