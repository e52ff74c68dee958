import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import DiscardedIcon from '@mui/icons-material/DeleteOutlined';
import RefusedIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlined';
import UnclearIcon from '@mui/icons-material/HelpOutlined';
import StoppedIcon from '@mui/icons-material/PauseCircleOutlined';
import RunningIcon from '@mui/icons-material/PlayCircleOutlined';
import PlannedIcon from '@mui/icons-material/RuleOutlined';
import WaitingIcon from '@mui/icons-material/ScheduleOutlined';
import UnderWayIcon from '@mui/icons-material/SyncOutlined';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { BatchItemState } from '#common/contract/batch-operations.ts';
import type { BatchState } from '#common/contract/batches.ts';
import type { MigrationItemState } from '#common/contract/instance-migration.ts';

export type ItemState = BatchItemState | MigrationItemState;

const LOOKS: Record<BatchState | ItemState, readonly [icon: typeof DoneIcon, color: string]> = {
  planned: [PlannedIcon, 'text.primary'],
  running: [RunningIcon, 'text.primary'],
  stopped: [StoppedIcon, 'text.primary'],
  finished: [DoneIcon, 'text.primary'],
  discarded: [DiscardedIcon, 'text.primary'],
  waiting: [WaitingIcon, 'text.secondary'],
  sending: [UnderWayIcon, 'text.secondary'],
  ending: [UnderWayIcon, 'text.secondary'],
  settling: [UnderWayIcon, 'text.secondary'],
  accepted: [WaitingIcon, 'warning.main'],
  done: [DoneIcon, 'success.main'],
  skipped: [RefusedIcon, 'text.secondary'],
  refused: [RefusedIcon, 'text.secondary'],
  failed: [FailedIcon, 'error.main'],
  unclear: [UnclearIcon, 'error.main'],
};

/** State of a batch or of one of its items, as an icon and a word. */
export function StateLabel({ state, children }: { state: BatchState | ItemState; children: ReactNode }) {
  const [Icon, color] = LOOKS[state];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color }}>
      <Icon fontSize="small" aria-hidden />
      {children}
    </Box>
  );
}
