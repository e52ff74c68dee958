import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { SlaClockView } from '#common/contract/sla.ts';
import { formatBothCalendars, formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { SlaClockHistory } from './sla-clock-history.tsx';
import { SlaClockState } from './sla-clock-state.tsx';
import { useSlaText } from './use-sla-text.ts';

/** One SLA clock of a request: deadline, state, time spent, and what comes next. */
export function SlaClockPanel({ clock }: { clock: SlaClockView }) {
  const { t } = useTranslation('sla');
  const { locale } = useLocale();
  const words = useSlaText();
  const moment = (at: string) => formatMoment(at, locale);
  const pauses = clock.segments.filter(({ state }) => state === 'paused');
  const lines = [
    clock.metAt && t('metAt', { moment: moment(clock.metAt) }),
    clock.state === 'paused' && clock.runsAgainAt && t('runsAgain', { moment: moment(clock.runsAgainAt) }),
    t('spent', {
      net: words.spent(clock.netMinutes),
      target: words.amount(clock),
      percent: formatNumber(Math.round(clock.percent), locale),
    }),
    clock.pausedMinutes > 0 && t('gross', { gross: words.spent(clock.grossMinutes) }),
    ...pauses.map((pause) =>
      t('pause', {
        reason: words.reason(pause),
        from: moment(pause.from),
        to: pause.to ? moment(pause.to) : t('untilNow'),
        spent: words.spent(pause.minutes),
      }),
    ),
    clock.nextStep &&
      t('nextStep', { step: t(`step.${clock.nextStep.step}`), moment: moment(clock.nextStep.at) }),
  ].filter((line): line is string => Boolean(line));
  return (
    <Box component="li" data-clock={clock.target} sx={{ py: 1, borderBottom: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
        <Typography component="span" sx={{ fontWeight: 600 }}>
          {t(`target.${clock.target}`)}
          {clock.target === 'stage' &&
            clock.round > 1 &&
            ` (${t('round', { value: formatNumber(clock.round, locale) })})`}
        </Typography>
        <SlaClockState clock={clock} />
        <time dateTime={clock.dueAt} title={formatBothCalendars(clock.dueAt, locale)}>
          {t('due', { moment: moment(clock.dueAt) })}
        </time>
      </Box>
      {lines.map((line) => (
        <Typography key={line} variant="body2" sx={{ color: 'text.secondary' }}>
          {line}
        </Typography>
      ))}
      <SlaClockHistory clock={clock} />
    </Box>
  );
}
