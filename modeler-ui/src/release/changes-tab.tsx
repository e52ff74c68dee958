import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { DraftRelease } from '#common/contract/releases.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { PastUse } from '../test-runs/what-if/past-use.tsx';
import { FileComparison } from './file-comparison.tsx';
import { useRebaseDraft } from './use-release.mutation.ts';
import { useDraftPair, useDraftRelease } from './use-release.query.ts';

type OfDraft = { id: string; processKey: string; state: string };

/** Changes of a draft, file by file, compared with the running version. */
export default function ChangesTab({ draft, flush }: { draft: OfDraft; flush: () => Promise<void> }) {
  const { t } = useTranslation('release');
  const { data, error, refetch } = useDraftRelease(draft.id, flush);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  if (data.files.length === 0) return <EmptyState title={t('changes.nothing')} />;
  return (
    <>
      {data.files.some(({ name }) => name.endsWith('.bpmn')) && <PastUse draftId={draft.id} />}
      {data.files.map((file) => (
        <ChangedFile key={file.name} draft={draft} file={file} />
      ))}
    </>
  );
}

type Props = { draft: OfDraft; file: DraftRelease['files'][number] };

function ChangedFile({ draft, file }: Props) {
  const { t } = useTranslation('release');
  const { data, error, refetch } = useDraftPair(draft, file);
  const upToDate = useRebaseDraft(draft.id);
  const { name, moved, runningSha256: running } = file;
  const take = (content: string | null | undefined) =>
    content != null && running !== null && upToDate.mutate({ name, content, running });
  return (
    <Box component="section" sx={{ mb: 4 }}>
      <Typography variant="h2" dir="ltr" sx={{ fontSize: '1rem', textAlign: 'start', mb: 1 }}>
        {name}
      </Typography>
      {moved && (
        <Alert
          severity="warning"
          sx={{ mb: 1 }}
          action={
            draft.state === 'open' &&
            running !== null && (
              <>
                <Button color="inherit" disabled={upToDate.isPending} onClick={() => take(data?.before)}>
                  {t('upToDate.takeRunning')}
                </Button>
                <Button color="inherit" disabled={upToDate.isPending} onClick={() => take(data?.after)}>
                  {t('upToDate.keepMine')}
                </Button>
              </>
            )
          }
        >
          {t('upToDate.why')}
        </Alert>
      )}
      {upToDate.error && <ErrorNotice error={upToDate.error} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!error && !data && <TextSkeleton />}
      {data && <FileComparison pair={data} titles={{ before: t('running'), after: t('draft') }} />}
    </Box>
  );
}
