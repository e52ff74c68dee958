import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FiledRequest } from '#common/contract/requests.ts';
import { CopyButton } from '#ui/components/copy-button.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { MilestoneTimeline } from '#ui/components/milestone-timeline.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatBothCalendars, formatDay } from '#ui/format/dates.ts';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Props = { filed: FiledRequest; trackPath: string; onAnother: () => void };

/** Confirmation for the citizen: the tracking code, the due date, and what happens next. */
export function FiledNotice({ filed, trackPath, onAnother }: Props) {
  const { t } = useTranslation('file');
  const { locale } = useLocale();
  const announce = useAnnounce();
  const due = formatDay(filed.dueAt, locale);
  useEffect(() => {
    announce(t('done.announced', { code: formatCode(filed.trackingCode, locale) }));
  }, [announce, filed.trackingCode, locale, t]);
  const ahead = [t('done.nextRead'), t('done.nextAsk'), t('done.nextAnswer', { due })];
  return (
    <Stack spacing={4}>
      <PageHeading takesFocus>{t('done.heading')}</PageHeading>
      <Box
        sx={{
          borderInlineStart: '4px solid',
          borderInlineStartColor: (theme) => theme.palette.primary.main,
          paddingInlineStart: 2,
        }}
      >
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('done.code')}
        </Typography>
        <Typography
          data-testid="tracking-code"
          sx={{
            fontSize: { xs: '1.6rem', sm: '2rem' },
            fontWeight: 700,
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          {formatCode(filed.trackingCode, locale)}
        </Typography>
        <CopyButton text={filed.trackingCode} label={t('done.copy')} />
        <Typography sx={{ mt: 2, maxWidth: '60ch' }}>{t('done.keep')}</Typography>
      </Box>
      <Box>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('done.due')}
        </Typography>
        <Typography title={formatBothCalendars(filed.dueAt, locale)} sx={{ fontWeight: 600 }}>
          {due}
        </Typography>
      </Box>
      <Box component="section">
        <Typography variant="h2" sx={{ mb: 1.5 }}>
          {t('done.next')}
        </Typography>
        <MilestoneTimeline
          label={t('done.next')}
          milestones={ahead.map((title) => ({ key: title, title, when: '', exact: '', isUpcoming: true }))}
        />
      </Box>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
        <Button component={Link} to={trackPath} variant="contained">
          {t('done.track')}
        </Button>
        <Button variant="text" onClick={onAnother}>
          {t('done.another')}
        </Button>
      </Stack>
    </Stack>
  );
}
