import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Subscription } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { AlertPreferencesFields } from './alert-preferences-fields.tsx';
import { useChangeSubscription } from './use-alert-subscription.ts';

/** A subscription, to change or end it; `fresh` right after the code was confirmed. */
export function ManageSubscription({ subscription, fresh }: { subscription: Subscription; fresh: boolean }) {
  const { t } = useTranslation('alerts');
  const save = useChangeSubscription(subscription.token);
  const [wishes, setWishes] = useState(subscription.wishes);
  const missing = wishes.topics.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing) document.getElementById('topics')?.focus();
    else save.mutate(wishes);
  };
  const address = `\u2068${subscription.maskedAddress}\u2069`;
  return (
    <Stack component="form" noValidate spacing={3} onSubmit={submit} sx={{ maxWidth: 640 }}>
      <PageHeading takesFocus>{t(fresh ? 'page.doneTitle' : 'page.manageTitle')}</PageHeading>
      {fresh ? (
        <Alert severity="success">{t('page.doneLead', { address })}</Alert>
      ) : (
        <Typography sx={{ color: 'text.secondary' }}>{t('page.manageLead', { address })}</Typography>
      )}
      <AlertPreferencesFields
        wishes={wishes}
        missing={missing}
        change={(part) => {
          save.reset();
          setWishes({ ...wishes, ...part });
        }}
      />
      {save.isError && <ErrorNotice error={save.error} kept />}
      {save.isSuccess && (
        <Alert severity="success" role="status">
          {t('page.saved')}
        </Alert>
      )}
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
        <Button type="submit" variant="contained" disabled={save.isPending}>
          {t('page.save')}
        </Button>
        <Button component={Link} to={`/alerts/unsubscribe#token=${subscription.endToken}`} variant="text">
          {t('page.end')}
        </Button>
      </Box>
    </Stack>
  );
}
