import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useAuditChain, useVerifyAuditChain } from './use-audit.query.ts';

/** Result of the last verification of the whole hash chain. */
export function AuditChainState() {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const { data, error, refetch } = useAuditChain();
  const check = useVerifyAuditChain();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const { checked } = data;
  const at = checked ? formatMoment(checked.at, locale) : '';
  const number = (value: number) => formatNumber(value, locale);
  const text = !checked
    ? t('chain.never')
    : checked.broken
      ? t('chain.broken', { at, entry: checked.broken.seq, fault: t(`chain.fault.${checked.broken.fault}`) })
      : t('chain.holds', { at, number: number(checked.rows) });
  return (
    <Alert
      severity={!checked ? 'info' : checked.broken ? 'error' : 'success'}
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" size="small" onClick={() => check.mutate()} loading={check.isPending}>
          {t('chain.check')}
        </Button>
      }
    >
      {text}
      {check.isSuccess && ` ${t('chain.asked')}`}
    </Alert>
  );
}
