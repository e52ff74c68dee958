import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import { SkipLink } from '../components/skip-link.tsx';
import { useLocale } from '../i18n/use-locale.ts';
import { useSignIn } from '../sign-in/sign-in-provider.tsx';
import { AppThemeProvider } from '../theme/app-theme-provider.tsx';
import { StaffGate } from './staff-gate.tsx';

type Props = {
  /** Name of the app. */
  title: string;
  sideNav: ReactNode;
  /** Content of the app as a whole, not of one page. */
  children?: ReactNode;
};

/** Compact layout for staff: a navigation bar and the open page beside it. */
export function StaffLayout({ title, sideNav, children }: Props) {
  return (
    <AppThemeProvider density="compact">
      <LiveRegion>
        <SkipLink />
        <StaffGate title={title}>
          <Box sx={{ display: 'flex', flexDirection: { xs: 'column', md: 'row' }, height: '100dvh' }}>
            {sideNav}
            <MainContent />
            {children}
          </Box>
        </StaffGate>
      </LiveRegion>
    </AppThemeProvider>
  );
}

function MainContent() {
  const { t } = useTranslation(['staff', 'common']);
  const { locale } = useLocale();
  const { signIn, state } = useSignIn();
  return (
    <Box sx={{ flex: 1, minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      {state === 'ended' && (
        <Alert
          severity="warning"
          sx={{ borderRadius: 0 }}
          action={
            <Button color="inherit" onClick={() => void signIn.renew(locale)}>
              {t('again')}
            </Button>
          }
        >
          {t('ended')}. {t('endedText')}
        </Alert>
      )}
      <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, minHeight: 0, outline: 'none' }}>
        <ErrorBoundary title={t('common:broken')} action={t('common:tryAgain')}>
          <Outlet />
        </ErrorBoundary>
      </Box>
    </Box>
  );
}
