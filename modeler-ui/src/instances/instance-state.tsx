import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import IncidentIcon from '@mui/icons-material/ErrorOutlined';
import RunningIcon from '@mui/icons-material/PlayCircleOutlined';
import BrokenIcon from '@mui/icons-material/RemoveCircleOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { InstanceState as State } from '#common/contract/instances.ts';

const LOOKS = {
  active: { Icon: RunningIcon, color: 'primary.main' },
  completed: { Icon: DoneIcon, color: 'success.main' },
  terminated: { Icon: BrokenIcon, color: 'text.secondary' },
  incident: { Icon: IncidentIcon, color: 'error.main' },
} as const;

/** State of an instance as an icon and a word; an incident takes precedence over running. */
export function InstanceState({ state, incident }: { state: State; incident: boolean }) {
  const { t } = useTranslation('instances');
  const shown = incident ? 'incident' : state;
  const { Icon, color } = LOOKS[shown];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color }}>
      <Icon fontSize="small" aria-hidden />
      {t(`states.${shown}`)}
    </Box>
  );
}
