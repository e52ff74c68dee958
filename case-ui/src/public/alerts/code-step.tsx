import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subscription } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { useConfirmOptIn } from './use-alert-subscription.ts';

const DIGITS = 6;

type Props = {
  optInId: string;
  address: string;
  onConfirmed: (subscription: Subscription) => void;
  onBack: () => void;
};

/** Asks for the one-time code sent to the address. */
export function CodeStep({ optInId, address, onConfirmed, onBack }: Props) {
  const { t } = useTranslation('alerts');
  const confirm = useConfirmOptIn();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const short = code.replace(/[\s-]/g, '').length < DIGITS;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short) document.getElementById('alert-code')?.focus();
    else confirm.mutate({ id: optInId, code }, { onSuccess: onConfirmed });
  };
  return (
    <Stack component="form" noValidate spacing={3} onSubmit={submit} sx={{ maxWidth: 480 }}>
      <PageHeading takesFocus>{t('page.codeTitle')}</PageHeading>
      <Typography sx={{ color: 'text.secondary' }}>
        {t('page.codeLead', { address: `\u2068${address}\u2069` })}
      </Typography>
      <TextField
        id="alert-code"
        label={t('page.code')}
        required
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={tried && short}
        helperText={tried && short ? t('page.codeEmpty') : undefined}
        slotProps={{
          htmlInput: { dir: 'ltr', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 24 },
        }}
      />
      {confirm.isError && <ErrorNotice error={confirm.error} />}
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
        <Button type="submit" variant="contained" disabled={confirm.isPending}>
          {t('page.confirm')}
        </Button>
        <Button variant="text" onClick={onBack}>
          {t('page.back')}
        </Button>
      </Box>
    </Stack>
  );
}
