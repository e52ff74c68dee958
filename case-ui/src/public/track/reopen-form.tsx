import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_TEXT } from '../file-request/limits.ts';

type Props = { busy: boolean; onSubmit: (why: string) => void; onCancel: () => void };

/** Why a request is reopened, in the citizen's words. */
export function ReopenForm({ busy, onSubmit, onCancel }: Props) {
  const { t } = useTranslation('track');
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const empty = why.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (empty) document.getElementById('why')?.focus();
    else onSubmit(why.trim());
  };
  return (
    <Stack component="form" noValidate spacing={2} onSubmit={submit}>
      <TextField
        id="why"
        label={t('answer.why')}
        required
        autoFocus
        multiline
        minRows={4}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
        error={tried && empty}
        helperText={tried && empty ? t('answer.whyEmpty') : t('answer.whyHelp')}
        slotProps={{ htmlInput: { maxLength: MAX_TEXT, dir: 'auto' } }}
      />
      <Stack direction="row" spacing={1.5}>
        <Button type="submit" variant="contained" disabled={busy}>
          {busy ? t('answer.sending') : t('answer.sendReopen')}
        </Button>
        <Button variant="text" onClick={onCancel} disabled={busy}>
          {t('answer.cancel')}
        </Button>
      </Stack>
    </Stack>
  );
}
