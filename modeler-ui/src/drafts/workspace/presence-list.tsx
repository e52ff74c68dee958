import PersonIcon from '@mui/icons-material/PersonOutlined';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';
import type { DraftPresence } from '#common/contract/process-drafts.ts';
import { useMe } from '#ui/shell/use-me.query.ts';

/** Other users who have the draft open, and the file each of them is viewing. */
export function PresenceList({ people, clientId }: { people: DraftPresence['people']; clientId: string }) {
  const { t } = useTranslation('drafts');
  const me = useMe().data?.username;
  const others = people.filter((person) => person.clientId !== clientId && person.username !== me);
  if (others.length === 0) return null;
  return (
    <Stack direction="row" role="list" aria-label={t('workspace.here')} sx={{ gap: 0.5, flexWrap: 'wrap' }}>
      {others.map(({ clientId: id, name, file }) => (
        <Chip
          key={id}
          role="listitem"
          size="small"
          icon={<PersonIcon />}
          label={file ? t('workspace.alsoHere', { name, file }) : t('workspace.also', { name })}
        />
      ))}
    </Stack>
  );
}
