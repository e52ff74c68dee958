import BackIcon from '@mui/icons-material/ArrowBack';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Priority, RequestStatus } from '#common/contract/common.ts';
import { Deadline } from '#ui/components/deadline.tsx';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices, useWorkingCalendar } from '#ui/reference/use-reference.query.ts';
import { useIsNarrow } from '../shell/use-is-narrow.ts';

type Props = {
  service: string;
  trackingCode: string | undefined;
  status: RequestStatus | undefined;
  priority: Priority | undefined;
  dueAt: string | null;
  startedAt: string;
  done: boolean;
  kind?: string;
  onBack: () => void;
};

/** Service, status and deadline of a case. */
export function CaseHeader({
  service,
  trackingCode,
  status,
  priority,
  dueAt,
  startedAt,
  done,
  kind,
  onBack,
}: Props) {
  const { t } = useTranslation(['desk', 'words']);
  const { locale, direction, pick } = useLocale();
  const narrow = useIsNarrow();
  const services = useServices();
  const calendar = useWorkingCalendar();
  const known = services.data?.find(({ key }) => key === service);
  return (
    <Box component="header">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <IconButton aria-label={t('list.back')} onClick={onBack} sx={{ display: { md: 'none' } }}>
          <BackIcon sx={{ transform: direction === 'rtl' ? 'scaleX(-1)' : undefined }} />
        </IconButton>
        <Typography variant="h1" component={narrow ? 'h1' : 'h2'}>
          {known ? pick(known.name) : service}
        </Typography>
      </Box>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 0.5, mt: 0.5 }}
      >
        {kind && <Typography sx={{ fontWeight: 600 }}>{kind}</Typography>}
        {trackingCode && (
          <Box
            component="span"
            dir="ltr"
            sx={{ fontVariantNumeric: 'tabular-nums', color: 'text.secondary' }}
          >
            {formatCode(trackingCode, locale)}
          </Box>
        )}
        {status && <Chip size="small" variant="outlined" label={t(`words:status.${status}`)} />}
        {priority && priority !== 'normal' && (
          <Chip
            size="small"
            color={priority === 'critical' ? 'error' : 'warning'}
            variant="outlined"
            label={`${t('case.priority')}: ${t(`words:priority.${priority}`)}`}
          />
        )}
        {dueAt && (
          <Deadline
            dueAt={dueAt}
            startedAt={startedAt}
            paused={status === 'waiting-citizen'}
            done={done}
            calendar={calendar.data}
          />
        )}
      </Box>
    </Box>
  );
}
