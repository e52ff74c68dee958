import FinishedIcon from '@mui/icons-material/CheckCircleOutlined';
import StoppedIcon from '@mui/icons-material/PauseCircleOutlined';
import RunningIcon from '@mui/icons-material/PlayCircleOutlined';
import PlannedIcon from '@mui/icons-material/RuleOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { Migration } from '#common/contract/instance-migration.ts';

const ICONS = { planned: PlannedIcon, running: RunningIcon, stopped: StoppedIcon, finished: FinishedIcon };

/** State of a migration, as an icon and a word. */
export function MigrationStateLabel({ state }: Pick<Migration, 'state'>) {
  const { t } = useTranslation('instanceMigration');
  const Icon = ICONS[state];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}>
      <Icon fontSize="small" aria-hidden />
      {t(`state.${state}`)}
    </Box>
  );
}
