import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { changeDefinition, type FormField } from './model/index.ts';

type Props = { form: Form; field: FormField; readOnly: boolean; onChange: (form: Form) => void };

const LIMITS = {
  text: ['minLength', 'maxLength'],
  'long-text': ['minLength', 'maxLength'],
  number: ['minimum', 'maximum'],
} as const;

/** Limits of a field: length of a text, range of a number. */
export function LimitsEditor({ form, field, readOnly, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const limits = field.kind in LIMITS ? LIMITS[field.kind as keyof typeof LIMITS] : [];
  if (limits.length === 0) return null;
  return (
    <Stack direction="row" spacing={1}>
      {limits.map((limit) => (
        <TextField
          key={limit}
          type="number"
          size="small"
          label={t(`limits.${limit}`)}
          value={field.definition[limit] ?? ''}
          slotProps={{
            htmlInput: { readOnly, dir: 'ltr', ...(limit.endsWith('Length') ? { min: 0, step: 1 } : {}) },
          }}
          onChange={({ target }) =>
            onChange(
              changeDefinition(form, field, ({ [limit]: _, ...rest }) =>
                target.value === '' || !Number.isFinite(Number(target.value))
                  ? rest
                  : { ...field.definition, [limit]: Number(target.value) },
              ),
            )
          }
        />
      ))}
    </Stack>
  );
}
