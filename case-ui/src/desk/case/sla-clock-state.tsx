import MetIcon from '@mui/icons-material/CheckCircleOutlined';
import LateIcon from '@mui/icons-material/ErrorOutlined';
import PausedIcon from '@mui/icons-material/PauseCircleOutlined';
import RunningIcon from '@mui/icons-material/Schedule';
import StoppedIcon from '@mui/icons-material/StopCircleOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { SlaClockView } from '#common/contract/sla.ts';

const LOOKS = {
  running: { icon: RunningIcon, colour: 'text.secondary' },
  late: { icon: LateIcon, colour: 'error.main' },
  paused: { icon: PausedIcon, colour: 'warning.main' },
  met: { icon: MetIcon, colour: 'success.main' },
  metLate: { icon: LateIcon, colour: 'error.main' },
  stopped: { icon: StoppedIcon, colour: 'text.secondary' },
} as const;

function lookOf({ state, overdue }: SlaClockView): keyof typeof LOOKS {
  if (!overdue) return state;
  if (state === 'met') return 'metLate';
  return state === 'running' ? 'late' : state;
}

/** State of a clock: an icon and a word. */
export function SlaClockState({ clock }: { clock: SlaClockView }) {
  const { t } = useTranslation('sla');
  const look = lookOf(clock);
  const { icon: Icon, colour } = LOOKS[look];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color: colour }}>
      <Icon aria-hidden sx={{ fontSize: '1.1em' }} />
      {t(`state.${look}`)}
    </Box>
  );
}
