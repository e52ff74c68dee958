import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useRestoreVersion } from './use-release.mutation.ts';

type Props = { processKey: string; version: number; title: string };

/** Restores the diagram of an old version as a draft and opens it. */
export function RestoreVersion({ processKey, version, title }: Props) {
  const { t } = useTranslation('release');
  const may = useHasPermission('process:draft');
  const navigate = useNavigate();
  const restore = useRestoreVersion(processKey);
  if (!may) return null;
  return (
    <>
      <Button
        size="small"
        disabled={restore.isPending}
        onClick={() =>
          restore.mutate(
            { version, title, files: [`${processKey}.bpmn`] },
            { onSuccess: ({ draftId }) => navigate(`/drafts/${draftId}/changes`) },
          )
        }
      >
        {t('restore.act')}
      </Button>
      {restore.error && <ErrorNotice error={restore.error} />}
    </>
  );
}
