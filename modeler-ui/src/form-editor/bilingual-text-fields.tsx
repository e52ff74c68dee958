import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { setText } from './model/index.ts';

type Props = {
  label: string;
  form: Form;
  textKey: string;
  readOnly: boolean;
  optional?: boolean;
  /** Returns the form with a new text; by default only the text changes. */
  write?: (locale: 'fa' | 'en', text: string) => Form;
  onChange: (form: Form) => void;
};

/** Inputs for a text in Persian and English, side by side; a missing text is marked. */
export function BilingualTextFields({
  label,
  form,
  textKey,
  readOnly,
  optional = false,
  write,
  onChange,
}: Props) {
  const { t } = useTranslation('formEditor');
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
      {(['fa', 'en'] as const).map((locale) => {
        const text = form.texts[locale][textKey] ?? '';
        const other = form.texts[locale === 'fa' ? 'en' : 'fa'][textKey] ?? '';
        const missing = text.trim() === '' && !(optional && other === '');
        return (
          <TextField
            key={locale}
            size="small"
            label={t(`language.${locale}`, { label })}
            value={text}
            error={missing}
            helperText={missing ? t('missing') : undefined}
            onChange={({ target }) =>
              onChange(write ? write(locale, target.value) : setText(form, locale, textKey, target.value))
            }
            slotProps={{ htmlInput: { dir: locale === 'fa' ? 'rtl' : 'ltr', readOnly } }}
          />
        );
      })}
    </Box>
  );
}
