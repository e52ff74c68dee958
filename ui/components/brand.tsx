import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';

/** Product logo: the name beside a road that runs to the horizon. */
export function Brand({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation('common');
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, color: 'primary.main' }}
    >
      <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden focusable="false">
        <rect width="28" height="28" rx="7" fill="currentColor" />
        <Box
          component="path"
          d="M7 23 L12 5 M21 23 L16 5"
          sx={{ stroke: (theme) => theme.palette.primary.contrastText }}
          strokeWidth="2"
          strokeLinecap="round"
          fill="none"
        />
        <Box
          component="path"
          d="M14 23 V6"
          sx={{ stroke: (theme) => theme.palette.primary.contrastText }}
          strokeWidth="2"
          strokeDasharray="4 3"
          strokeLinecap="round"
          fill="none"
        />
      </svg>
      {!compact && (
        <Box component="span" sx={{ fontWeight: 800, fontSize: '1.2rem' }}>
          {t('productName')}
        </Box>
      )}
    </Box>
  );
}
