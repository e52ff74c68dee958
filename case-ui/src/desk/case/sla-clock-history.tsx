import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { SlaClockView } from '#common/contract/sla.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useSlaText } from './use-sla-text.ts';

/** Changes of a clock and how they moved the deadline, collapsed by default. */
export function SlaClockHistory({ clock: { changes } }: { clock: SlaClockView }) {
  const { t } = useTranslation('sla');
  const { locale } = useLocale();
  const words = useSlaText();
  if (changes.length === 0) return null;
  return (
    <Box component="details" sx={{ mt: 0.5 }}>
      <Typography component="summary" variant="body2" sx={{ cursor: 'pointer', color: 'text.secondary' }}>
        {t('history')}
      </Typography>
      <Box component="ol" sx={{ m: 0, paddingInlineStart: 2.5 }}>
        {changes.map(({ at, cause, dueBefore, dueAfter }) => (
          <Typography component="li" variant="body2" key={`${at} ${cause}`}>
            {formatMoment(at, locale)}: {words.change(cause)}
            {dueBefore && dueAfter && dueBefore !== dueAfter && (
              <>
                {'. '}
                {t('moved', { from: formatMoment(dueBefore, locale), to: formatMoment(dueAfter, locale) })}
              </>
            )}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
