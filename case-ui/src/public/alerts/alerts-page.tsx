import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import type { Subscription } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { credentialsFromFragment } from '../track/credentials.ts';
import { CodeStep } from './code-step.tsx';
import { ManageSubscription } from './manage-subscription.tsx';
import { type OptInDraft, OptInForm } from './opt-in-form.tsx';
import { useSubscription } from './use-alert-subscription.ts';

/** Page where citizens subscribe to alerts, or change a subscription through the link in a message. */
export function Component() {
  const { t } = useTranslation('alerts');
  const { locale } = useLocale();
  const { token } = credentialsFromFragment(useLocation().hash);
  const subscription = useSubscription(token);
  const [wish, setWish] = useState<OptInDraft>({
    address: '',
    wishes: { topics: [], provinces: [], quietHours: { from: '22:00', to: '07:00' }, locale },
  });
  const [optInId, setOptInId] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState<Subscription | null>(null);

  if (confirmed) return <ManageSubscription subscription={confirmed} fresh />;
  if (token && subscription.data)
    return <ManageSubscription subscription={subscription.data} fresh={false} />;
  if (token && subscription.isPending) return <TextSkeleton lines={8} />;
  if (optInId)
    return (
      <CodeStep
        optInId={optInId}
        address={wish.address.trim()}
        onConfirmed={setConfirmed}
        onBack={() => setOptInId(null)}
      />
    );
  return (
    <Stack spacing={3}>
      <PageHeading>{t('page.title')}</PageHeading>
      {subscription.isError && <ErrorNotice error={subscription.error} />}
      <Typography sx={{ color: 'text.secondary', maxWidth: '60ch' }}>{t('page.lead')}</Typography>
      <OptInForm wish={wish} change={setWish} onSent={setOptInId} />
    </Stack>
  );
}
