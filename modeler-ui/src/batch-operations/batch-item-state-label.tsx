import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import RefusedIcon from '@mui/icons-material/DoNotDisturbAltOutlined';
import FailedIcon from '@mui/icons-material/ErrorOutlined';
import WaitingIcon from '@mui/icons-material/HourglassEmptyOutlined';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { BatchItemState } from '#common/contract/batch-operations.ts';

const LOOKS = {
  waiting: [WaitingIcon, 'text.secondary'],
  sending: [WaitingIcon, 'text.secondary'],
  accepted: [WaitingIcon, 'warning.main'],
  done: [DoneIcon, 'success.main'],
  skipped: [RefusedIcon, 'text.secondary'],
  refused: [RefusedIcon, 'error.main'],
  failed: [FailedIcon, 'error.main'],
} as const;

/** Result for one instance of a batch operation. */
export function BatchItemStateLabel({ state }: { state: BatchItemState }) {
  const { t } = useTranslation('batchOperations');
  const [Icon, color] = LOOKS[state];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color }}>
      <Icon fontSize="small" aria-hidden />
      {t(`item.${state}`)}
    </Box>
  );
}
