import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type HiddenKind = 'instances' | 'tasks' | 'awaited' | 'effects' | 'incidents' | 'variables' | 'moves';

/** Number of items that are not shown; hidden if all are. */
export function HiddenCount({ what, count }: { what: HiddenKind; count: number }) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  if (count === 0) return null;
  return (
    <Typography color="text.secondary">
      {t(`besides.${what}`, { count, number: formatNumber(count, locale) })}
    </Typography>
  );
}
