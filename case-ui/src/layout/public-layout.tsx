import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Container from '@mui/material/Container';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, NavLink, Outlet, ScrollRestoration } from 'react-router';
import { Brand } from '#ui/components/brand.tsx';
import { ErrorBoundary } from '#ui/components/error-boundary.tsx';
import { LiveRegion } from '#ui/components/live-region.tsx';
import { LanguageSwitch, ModeSwitch } from '#ui/components/preferences.tsx';
import { SkipLink } from '#ui/components/skip-link.tsx';
import { AppThemeProvider } from '#ui/theme/app-theme-provider.tsx';

/** Layout of the public pages: a header, one column, a footer. */
export function PublicLayout() {
  const { t } = useTranslation('common');
  const pages = [
    ['/request', t('nav.file')],
    ['/track', t('nav.track')],
    ['/alerts', t('nav.alerts')],
  ] as const;
  return (
    <AppThemeProvider density="comfortable">
      <LiveRegion>
        <SkipLink />
        <Box sx={{ minHeight: '100vh', display: 'flex', flexDirection: 'column' }}>
          <Box
            component="header"
            sx={{ bgcolor: 'background.paper', borderBottom: 1, borderColor: 'divider' }}
          >
            <Container
              maxWidth="md"
              sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: 1, py: 1 }}
            >
              <Link component={RouterLink} to="/" aria-label={t('productName')} underline="none">
                <Brand />
              </Link>
              <Box
                component="nav"
                aria-label={t('nav.main')}
                sx={{
                  display: 'flex',
                  marginInlineStart: { sm: 3 },
                  order: { xs: 1, sm: 0 },
                  width: { xs: '100%', sm: 'auto' },
                }}
              >
                {pages.map(([to, name]) => (
                  <Button
                    key={to}
                    component={NavLink}
                    to={to}
                    color="inherit"
                    sx={{
                      px: 1.5,
                      borderRadius: 0,
                      borderBottom: '3px solid transparent',
                      '&.active': { color: 'primary.main', borderColor: 'primary.main' },
                    }}
                  >
                    {name}
                  </Button>
                ))}
              </Box>
              <Box sx={{ flex: 1 }} />
              <LanguageSwitch />
              <ModeSwitch />
            </Container>
          </Box>
          <Container
            component="main"
            id="content"
            tabIndex={-1}
            maxWidth="md"
            sx={{ flex: 1, py: { xs: 3, sm: 5 }, outline: 'none' }}
          >
            <ErrorBoundary title={t('broken')} action={t('tryAgain')}>
              <Outlet />
            </ErrorBoundary>
          </Container>
          <Box component="footer" sx={{ borderTop: 1, borderColor: 'divider', py: 3 }}>
            <Container maxWidth="md" sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
              <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
                {t('ministry')} · {t('tagline')}
              </Typography>
              <Link href="/third-party.txt" variant="body2">
                {t('nav.thirdParty')}
              </Link>
              <Link component={RouterLink} to="/desk" variant="body2">
                {t('nav.desk')}
              </Link>
            </Container>
          </Box>
        </Box>
        <ScrollRestoration />
      </LiveRegion>
    </AppThemeProvider>
  );
}
