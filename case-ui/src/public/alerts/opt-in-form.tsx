import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertWishes } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { AlertPreferencesFields } from './alert-preferences-fields.tsx';
import { useAlertOptions, useOptIn } from './use-alert-subscription.ts';

export type OptInDraft = { address: string; wishes: AlertWishes };

type Props = {
  wish: OptInDraft;
  change: (wish: OptInDraft) => void;
  /** Called once the code for this opt-in has been sent. */
  onSent: (id: string) => void;
};

/** Asks for the citizen's preferences and sends a code to the address. */
export function OptInForm({ wish, change, onSent }: Props) {
  const { t } = useTranslation(['alerts', 'common']);
  const { locale } = useLocale();
  const options = useAlertOptions();
  const optIn = useOptIn();
  const [tried, setTried] = useState(false);
  const noTopic = wish.wishes.topics.length === 0;
  const noAddress = wish.address.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (noTopic) document.getElementById('topics')?.focus();
    else if (noAddress) document.getElementById('alert-email')?.focus();
    else
      optIn.mutate(
        { channel: 'email', address: wish.address.trim(), wishes: wish.wishes },
        { onSuccess: ({ id }) => onSent(id) },
      );
  };
  if (options.isPending) return <TextSkeleton lines={8} />;
  if (!options.data) return <ErrorNotice error={options.error} onRetry={() => void options.refetch()} />;
  if (!options.data.channels.includes('email')) return <Alert severity="info">{t('page.unavailable')}</Alert>;
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ maxWidth: 640 }}>
      <Stack spacing={3}>
        <AlertPreferencesFields
          wishes={wish.wishes}
          missing={tried && noTopic}
          change={(part) => change({ ...wish, wishes: { ...wish.wishes, ...part } })}
        />
        <TextField
          id="alert-email"
          label={t('page.email')}
          required
          type="email"
          value={wish.address}
          onChange={(event) => change({ ...wish, address: event.target.value })}
          error={tried && noAddress}
          helperText={tried && noAddress ? t('page.emailEmpty') : t('page.noSms')}
          slotProps={{ htmlInput: { dir: 'ltr', autoComplete: 'email', maxLength: 254 } }}
        />
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('page.privacy')} {t('page.quota', { value: formatNumber(options.data.dailyQuota, locale) })}
        </Typography>
        {optIn.isError && <ErrorNotice error={optIn.error} kept />}
        <Box>
          <Button type="submit" variant="contained" disabled={optIn.isPending}>
            {optIn.isPending ? t('page.sending') : t('page.sendCode')}
          </Button>
        </Box>
      </Stack>
    </Box>
  );
}
