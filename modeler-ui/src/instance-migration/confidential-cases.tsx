import Alert from '@mui/material/Alert';
import { useTranslation } from 'react-i18next';
import type { Migration } from '#common/contract/instance-migration.ts';
import { MIN_DISCLOSED_COUNT } from '#common/contract/instances.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useCount } from '../instances/use-count.ts';

/** What a viewer learns about cases of a migration that they may not see. */
export function ConfidentialCases({ migration: { confidential } }: { migration: Migration }) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  const tell = useCount(true);
  if (confidential === 0) return null;
  const words = { value: tell(confidential), step: formatNumber(MIN_DISCLOSED_COUNT, locale) };
  return <Alert severity="info">{t('confidential', words)}</Alert>;
}
