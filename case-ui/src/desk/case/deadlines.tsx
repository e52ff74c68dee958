import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { SlaClockPanel } from './sla-clock-panel.tsx';
import { useRequestSla } from './use-request-sla.query.ts';

/** All SLA clocks of a request and their state. */
export function Deadlines({ requestId }: { requestId: string }) {
  const { t } = useTranslation('sla');
  const sla = useRequestSla(requestId);
  if (sla.isPending) return <TextSkeleton />;
  if (!sla.data) return <ErrorNotice error={sla.error} onRetry={() => void sla.refetch()} />;
  if (sla.data.clocks.length === 0) return <Typography>{t('none')}</Typography>;
  return (
    <Box component="ul" aria-label={t('title')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {sla.data.clocks.map((clock) => (
        <SlaClockPanel key={clock.id} clock={clock} />
      ))}
    </Box>
  );
}
