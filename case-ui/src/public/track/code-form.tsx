import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDigits } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { codeFormErrors, type CodeFormValues as Values } from './credentials.ts';

type Props = { first: string; busy: boolean; problem: ReactNode; onSubmit: (values: Values) => void };

/** Asks for the tracking code and the second factor. */
export function CodeForm({ first, busy, problem, onSubmit }: Props) {
  const { t } = useTranslation(['track', 'words', 'common']);
  const { locale } = useLocale();
  const [values, setValues] = useState<Values>({ code: formatDigits(first, locale), factor: '' });
  const [tried, setTried] = useState(false);
  const errors = tried ? codeFormErrors(values) : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const wrong = codeFormErrors(values);
    if (wrong.code) document.getElementById('tracking-code')?.focus();
    else if (wrong.factor) document.getElementById('second-factor')?.focus();
    else onSubmit(values);
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ maxWidth: 480 }}>
      <Stack spacing={2}>
        <TextField
          id="tracking-code"
          label={t('code')}
          required
          value={values.code}
          onChange={(event) => setValues({ ...values, code: event.target.value })}
          error={Boolean(errors.code)}
          helperText={errors.code && t(errors.code)}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off', dir: 'ltr', maxLength: 24 } }}
        />
        <TextField
          id="second-factor"
          label={t('factor')}
          required
          value={values.factor}
          onChange={(event) => setValues({ ...values, factor: event.target.value })}
          error={Boolean(errors.factor)}
          helperText={errors.factor && t(errors.factor)}
          slotProps={{ htmlInput: { autoComplete: 'off', dir: 'ltr', maxLength: 254 } }}
        />
        {problem}
        <Box>
          <Button type="submit" variant="contained" disabled={busy}>
            {busy ? t('common:loading') : t('show')}
          </Button>
        </Box>
      </Stack>
    </Box>
  );
}
