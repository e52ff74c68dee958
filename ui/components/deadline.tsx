import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import LateIcon from '@mui/icons-material/ErrorOutlined';
import PausedIcon from '@mui/icons-material/PauseCircleOutlined';
import ClockIcon from '@mui/icons-material/Schedule';
import AttentionIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import type { WorkingCalendar } from '#common/contract/calendar.ts';
import { formatBothCalendars, formatDate } from '../format/dates.ts';
import { type DeadlineTone, describeDeadline } from '../format/deadline.ts';
import { formatNumber } from '../format/numbers.ts';
import { useLocale } from '../i18n/use-locale.ts';
import { useNow } from './use-now.ts';

const LOOKS = {
  calm: { icon: ClockIcon, colour: 'text.secondary' },
  attention: { icon: AttentionIcon, colour: 'warning.main' },
  late: { icon: LateIcon, colour: 'error.main' },
  paused: { icon: PausedIcon, colour: 'text.secondary' },
  done: { icon: CheckIcon, colour: 'success.main' },
} as const satisfies Record<DeadlineTone, { icon: typeof ClockIcon; colour: string }>;

type Props = {
  dueAt: string;
  startedAt?: string | undefined;
  paused?: boolean;
  done?: boolean;
  calendar: WorkingCalendar | undefined;
  /** False in rows, which take the focus as a whole. Elsewhere the deadline takes it, to show the exact
   *  time. */
  focusable?: boolean;
};

/** A deadline in words, as working time. Hover and focus show the exact moment in both calendars. */
export function Deadline({ dueAt, startedAt, paused, done, calendar, focusable = true }: Props) {
  const { t } = useTranslation('words');
  const { locale } = useLocale();
  const now = useNow();
  const words = calendar
    ? describeDeadline({
        dueAt: new Date(dueAt),
        now,
        startedAt: startedAt ? new Date(startedAt) : undefined,
        paused: paused ?? false,
        done: done ?? false,
        calendar,
      })
    : undefined;
  const { icon: Icon, colour } = LOOKS[words?.tone ?? 'calm'];
  const text = words
    ? t(`deadline.${words.key}`, { count: words.count, value: formatNumber(words.count, locale) })
    : formatDate(dueAt, locale);
  return (
    <Tooltip title={t('deadline.exact', { moment: formatBothCalendars(dueAt, locale) })} describeChild>
      <Box
        component="span"
        tabIndex={focusable ? 0 : undefined}
        sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color: colour, whiteSpace: 'nowrap' }}
      >
        <Icon aria-hidden sx={{ fontSize: '1.1em' }} />
        <span>{text}</span>
      </Box>
    </Tooltip>
  );
}
