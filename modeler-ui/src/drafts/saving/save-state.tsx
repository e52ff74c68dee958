import ConflictIcon from '@mui/icons-material/CallSplitOutlined';
import SavedIcon from '@mui/icons-material/CloudDoneOutlined';
import OfflineIcon from '@mui/icons-material/CloudOffOutlined';
import SavingIcon from '@mui/icons-material/CloudUploadOutlined';
import UnsavedIcon from '@mui/icons-material/EditOutlined';
import RefusedIcon from '@mui/icons-material/ErrorOutlineOutlined';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { SaveStatus, SessionState } from './file-session.ts';

const ICONS = {
  saved: SavedIcon,
  unsaved: UnsavedIcon,
  saving: SavingIcon,
  offline: OfflineIcon,
  refused: RefusedIcon,
  conflict: ConflictIcon,
} as const satisfies Record<SaveStatus, unknown>;

/** Save state of the open file, in one word. */
export function SaveState({ state: { status }, onAgain }: { state: SessionState; onAgain: () => void }) {
  const { t } = useTranslation('drafts');
  const Icon = ICONS[status];
  const bad = ['offline', 'refused', 'conflict'].includes(status);
  return (
    <Stack
      direction="row"
      role="status"
      data-status={status}
      sx={{
        alignItems: 'center',
        gap: 1,
        mb: 1,
        minHeight: 32,
        color: bad ? 'warning.main' : 'text.secondary',
      }}
    >
      <Icon fontSize="small" aria-hidden />
      <Typography variant="body2">
        {status === 'conflict' ? t('conflict.title') : t(`save.${status}`)}
      </Typography>
      {status === 'offline' && (
        <Button size="small" onClick={onAgain}>
          {t('save.again')}
        </Button>
      )}
    </Stack>
  );
}
