import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Container from '@mui/material/Container';
import { useTranslation } from 'react-i18next';
import { AppThemeProvider } from '../theme/app-theme-provider.tsx';

/** Shown when a page cannot be loaded or rendered at all. */
export function ErrorPage() {
  const { t } = useTranslation('common');
  return (
    <AppThemeProvider density="comfortable">
      <Container component="main" maxWidth="sm" sx={{ py: 6 }}>
        <Alert
          severity="error"
          action={
            <Button color="inherit" onClick={() => window.location.reload()}>
              {t('reload')}
            </Button>
          }
        >
          {t('broken')}
        </Alert>
      </Container>
    </AppThemeProvider>
  );
}
