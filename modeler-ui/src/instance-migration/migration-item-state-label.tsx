import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import StayedIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import UnclearIcon from '@mui/icons-material/HelpOutlined';
import FailedIcon from '@mui/icons-material/ReportProblemOutlined';
import WaitingIcon from '@mui/icons-material/ScheduleOutlined';
import MovingIcon from '@mui/icons-material/SyncOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { MigrationItemState } from '#common/contract/instance-migration.ts';

const ICONS: Record<MigrationItemState, typeof DoneIcon> = {
  waiting: WaitingIcon,
  sending: MovingIcon,
  ending: MovingIcon,
  settling: MovingIcon,
  done: DoneIcon,
  refused: StayedIcon,
  failed: FailedIcon,
  unclear: UnclearIcon,
};

/** Result for a case, as an icon and a word. */
export function MigrationItemStateLabel({ state }: { state: MigrationItemState }) {
  const { t } = useTranslation('instanceMigration');
  const Icon = ICONS[state];
  const bad = state === 'failed' || state === 'unclear';
  const color = bad ? 'error.main' : state === 'done' ? 'success.main' : 'text.secondary';
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color }}>
      <Icon fontSize="small" aria-hidden />
      {t(`itemState.${state}`)}
    </Box>
  );
}
