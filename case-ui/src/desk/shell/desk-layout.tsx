import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useLocale } from '../../../../ui/i18n/use-locale.ts';
import { ErrorBoundary } from '../../../../ui/pieces/error-boundary.tsx';
import { LiveRegion } from '../../../../ui/pieces/live-region.tsx';
import { SkipLink } from '../../../../ui/pieces/skip-link.tsx';
import { useSignIn } from '../../../../ui/sign-in/sign-in-provider.tsx';
import { AppThemeProvider } from '../../../../ui/theme/app-theme-provider.tsx';
import { DeskGate } from './desk-gate.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { LiveUpdates } from './live-updates.tsx';
import { Rail } from './rail.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The dense room: a rail, and beside it the part of the desk that is open. */
export function Component() {
  return (
    <AppThemeProvider density="compact">
      <LiveRegion>
        <SkipLink />
        <DeskGate>
          <Desk />
        </DeskGate>
      </LiveRegion>
    </AppThemeProvider>
  );
}

function Desk() {
  const { t } = useTranslation(['desk', 'common']);
  const { locale } = useLocale();
  const { signIn, state } = useSignIn();
  const [helping, setHelping] = useState(false);
  const showHelp = useCallback(() => setHelping(true), []);
  useShortcuts(showHelp);
  return (
    <Box sx={{ display: 'flex', flexDirection: { xs: 'column', md: 'row' }, height: '100dvh' }}>
      <Rail onHelp={showHelp} />
      <Box sx={{ flex: 1, minWidth: 0, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        {state === 'ended' && (
          <Alert
            severity="warning"
            sx={{ borderRadius: 0 }}
            action={
              <Button color="inherit" onClick={() => void signIn.again(locale)}>
                {t('gate.again')}
              </Button>
            }
          >
            {t('gate.ended')}. {t('gate.endedText')}
          </Alert>
        )}
        <Box component="main" id="content" tabIndex={-1} sx={{ flex: 1, minHeight: 0, outline: 'none' }}>
          <ErrorBoundary title={t('common:broken')} action={t('common:tryAgain')}>
            <Outlet />
          </ErrorBoundary>
        </Box>
      </Box>
      <LiveUpdates />
      <KeysDialog open={helping} onClose={() => setHelping(false)} />
    </Box>
  );
}
