import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { type Condition, fieldsOf, type FormField, optionsOf, textOf } from './model/index.ts';
import { useConditionText } from './use-condition-text.ts';

type Props = { form: Form; field: FormField; readOnly: boolean; onChange: (when: Condition) => void };

/** Condition under which a field is shown: always, or after an answer to a question that is itself always
 *  shown. */
export function ConditionEditor({ form, field, readOnly, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const { locale } = useLocale();
  const sayWhen = useConditionText(form);
  const all = fieldsOf(form);
  const steering = all.filter(
    ({ name, kind, when }) =>
      name !== field.name && when.length === 0 && (kind === 'choice' || kind === 'yes-no'),
  );
  const steered = all.some(({ when }) => when.some((one) => one.field === field.name));
  const [first, ...more] = field.when;
  const answersOf = ({ kind, definition }: FormField): { value: unknown; text: string }[] =>
    kind === 'yes-no'
      ? [true, false].map((value) => ({ value, text: t(value ? 'yes' : 'no') }))
      : optionsOf(definition).map(({ const: value, title }) => ({
          value,
          text: textOf(form, locale, title) || value,
        }));
  const asked = steering.find(({ name }) => name === first?.field);
  if (more.length > 0 || (first && !asked))
    return <FormHelperText>{t('when.advanced', { when: sayWhen(field.when) })}</FormHelperText>;
  return (
    <Stack spacing={0.5}>
      <TextField
        select
        size="small"
        label={t('when.title')}
        value={first?.field ?? ''}
        disabled={readOnly || steered}
        helperText={steered ? t('when.steers') : undefined}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        onChange={({ target }) => {
          const next = steering.find(({ name }) => name === target.value);
          onChange(
            next
              ? [
                  {
                    field: next.name,
                    values: answersOf(next)
                      .slice(0, 1)
                      .map(({ value }) => value),
                  },
                ]
              : [],
          );
        }}
      >
        <MenuItem value="">{t('when.always')}</MenuItem>
        {steering.map((one) => (
          <MenuItem key={one.name} value={one.name}>
            {t('when.after', { field: textOf(form, locale, one.definition['title']) || one.name })}
          </MenuItem>
        ))}
      </TextField>
      {asked && first && (
        <Stack direction="row" sx={{ flexWrap: 'wrap' }} role="group" aria-label={t('when.answers')}>
          {answersOf(asked).map(({ value, text }) => {
            const on = first.values.includes(value);
            return (
              <FormControlLabel
                key={String(value)}
                label={text}
                control={
                  <Checkbox
                    size="small"
                    checked={on}
                    disabled={readOnly || (on && first.values.length === 1)}
                    onChange={() =>
                      onChange([
                        {
                          field: first.field,
                          values: on ? first.values.filter((one) => one !== value) : [...first.values, value],
                        },
                      ])
                    }
                  />
                }
              />
            );
          })}
        </Stack>
      )}
    </Stack>
  );
}
