import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Service } from '#common/contract/requests.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Props = { title: string; services: readonly Service[]; chosen: string };

/** Services of one group as options, one line each. */
export function ServiceGroup({ title, services, chosen }: Props) {
  const { t } = useTranslation('file');
  const { locale, pick } = useLocale();
  if (services.length === 0) return null;
  return (
    <Box component="section" sx={{ mb: 2 }}>
      <Typography variant="h3" component="h3" sx={{ color: 'primary.main', mb: 0.5 }}>
        {title}
      </Typography>
      {services.map((service) => (
        <FormControlLabel
          key={service.key}
          value={service.key}
          control={<Radio sx={{ alignSelf: 'flex-start' }} />}
          sx={{
            display: 'flex',
            mx: 0,
            py: 1,
            borderTop: 1,
            borderColor: 'divider',
            bgcolor: service.key === chosen ? 'action.selected' : 'transparent',
          }}
          label={
            <Box sx={{ py: 0.75 }}>
              <Typography sx={{ fontWeight: 600, lineHeight: 1.6 }}>{pick(service.name)}</Typography>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {pick(service.description)}
              </Typography>
              <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                {t('service.within', { value: formatNumber(service.resolveWorkingDays, locale) })}
                {service.confidential && ` · ${t('service.confidential')}`}
              </Typography>
            </Box>
          }
        />
      ))}
    </Box>
  );
}
