import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { AlertView, DeliveryReport } from '#common/contract/alerts.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const REASONS = Object.keys(fa.alerts.reason) as (keyof typeof fa.alerts.reason)[];
const FINAL_STATUSES = ['sent', 'withdrawn', 'expired', 'stopped'];

/** Delivery results in numbers. */
export function AlertReport({ report, status }: { report: DeliveryReport; status: AlertView['status'] }) {
  const { t } = useTranslation('alerts');
  const { locale } = useLocale();
  const line = (key: string, label: string, count: number) =>
    count > 0 ? [{ key, label, value: formatNumber(count, locale) }] : [];
  const why = (reason: string) => t(`reason.${REASONS.find((known) => known === reason) ?? 'other'}`);
  const facts = [
    { key: 'sent', label: t('desk.sent'), value: formatNumber(report.sent, locale) },
    ...line('queued', t('desk.queued'), report.queued),
    ...line('waiting', t('desk.waiting'), report.waiting),
    ...line(
      'unreached',
      t(FINAL_STATUSES.includes(status) ? 'desk.unreachedOver' : 'desk.unreached'),
      report.unreached,
    ),
    ...report.skipped.flatMap(({ reason, count }) =>
      line(`skipped-${reason}`, t('desk.skipped', { reason: why(reason) }), count),
    ),
    ...report.failed.flatMap(({ reason, count }) =>
      line(`failed-${reason}`, t('desk.failed', { reason: why(reason) }), count),
    ),
  ];
  return (
    <Box component="section" aria-labelledby="delivery-report">
      <Typography variant="h2" id="delivery-report" sx={{ mb: 1 }}>
        {t('desk.report')}
      </Typography>
      <DescriptionList facts={facts} />
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1 }}>
        {t('desk.asOf', { moment: formatMoment(report.asOf, locale) })}
      </Typography>
    </Box>
  );
}
