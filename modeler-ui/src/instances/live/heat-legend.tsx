import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';

const STEPS = ['#fdf0e3', '#f9d8b8', '#f2b98a', '#e8935c', '#d96a35'];

/** Legend of a heat map, with the value at each end. */
export function HeatLegend({ least, most }: { least: string; most: string }) {
  const { t } = useTranslation('instances');
  return (
    <Box
      sx={{ display: 'flex', alignItems: 'center', gap: 1, my: 1 }}
      role="img"
      aria-label={t('live.legend')}
    >
      <Typography variant="caption">{least}</Typography>
      <Box sx={{ display: 'flex', border: 1, borderColor: 'divider' }}>
        {STEPS.map((colour) => (
          <Box key={colour} sx={{ width: 28, height: 12, bgcolor: colour }} />
        ))}
      </Box>
      <Typography variant="caption">{most}</Typography>
    </Box>
  );
}
