import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { credentialsFromFragment } from '../track/credentials.ts';
import { useEndSubscription } from './use-alert-subscription.ts';

/** Ends a subscription through the link in a message, with one click. */
export function Component() {
  const { t } = useTranslation('alerts');
  const { token } = credentialsFromFragment(useLocation().hash);
  const end = useEndSubscription();
  if (end.isSuccess)
    return (
      <Stack spacing={3}>
        <PageHeading takesFocus>{t('page.ended')}</PageHeading>
        <Typography>{t('page.endedLead')}</Typography>
        <Box>
          <Button component={Link} to="/alerts" variant="outlined">
            {t('page.again')}
          </Button>
        </Box>
      </Stack>
    );
  return (
    <Stack spacing={3}>
      <PageHeading>{t('page.endTitle')}</PageHeading>
      <Typography>{t('page.endLead')}</Typography>
      {end.isError && <ErrorNotice error={end.error} />}
      <Box>
        <Button
          variant="contained"
          disabled={end.isPending}
          onClick={() => end.mutate(token ?? '-'.repeat(20))}
        >
          {t('page.end')}
        </Button>
      </Box>
    </Stack>
  );
}
