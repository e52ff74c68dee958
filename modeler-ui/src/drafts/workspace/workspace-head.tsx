import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { DraftPresence } from '#common/contract/process-drafts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDiscardDraft } from '../use-draft.mutation.ts';
import { PresenceList } from './presence-list.tsx';
import { useWorkspace, type Workspace } from './workspace-context.ts';

type Props = {
  mode: Workspace['mode'];
  onMode: (mode: Workspace['mode']) => void;
  clientId: string;
  people: DraftPresence['people'];
};

/** Header of the workspace: the draft, its other users, and the work mode. */
export function WorkspaceHead({ mode, onMode, clientId, people }: Props) {
  const { t } = useTranslation('drafts');
  const { pick } = useLocale();
  const { draft, readOnly } = useWorkspace();
  return (
    <Box sx={{ mb: 1.5 }}>
      <Button component={Link} to="/" size="small" sx={{ px: 0 }}>
        {t('workspace.all')}
      </Button>
      <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
        <PageHeading>{draft.title}</PageHeading>
        <Typography color="text.secondary">
          {draft.name ? pick(draft.name) : <bdi>{draft.processKey}</bdi>}
        </Typography>
        <Chip size="small" label={t(`state.${draft.state}`)} />
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label={t('workspace.mode')}
          value={mode}
          onChange={(_event, next: Workspace['mode'] | null) => next && onMode(next)}
        >
          <ToggleButton value="design">{t('workspace.design')}</ToggleButton>
          <ToggleButton value="implement">{t('workspace.implement')}</ToggleButton>
        </ToggleButtonGroup>
        <PresenceList people={people} clientId={clientId} />
        {!readOnly && <Discard draftId={draft.id} />}
      </Stack>
      <Typography variant="body2" color="text.secondary" sx={{ display: { md: 'none' }, mt: 0.5 }}>
        {t('workspace.wider')}
      </Typography>
    </Box>
  );
}

function Discard({ draftId }: { draftId: string }) {
  const { t } = useTranslation('drafts');
  const discard = useDiscardDraft(draftId);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  if (discard.error) return <ErrorNotice error={discard.error} />;
  if (!asking)
    return (
      <Button size="small" color="inherit" onClick={() => setAsking(true)}>
        {t('workspace.discard')}
      </Button>
    );
  return (
    <Stack direction="row" role="alert" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      <Typography variant="body2">{t('workspace.discardSure')}</Typography>
      <Button
        size="small"
        variant="contained"
        disabled={discard.isPending}
        onClick={() => discard.mutate(undefined, { onSuccess: () => void navigate('/') })}
      >
        {t('file.yes')}
      </Button>
      <Button size="small" onClick={() => setAsking(false)}>
        {t('file.no')}
      </Button>
    </Stack>
  );
}
