import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemText from '@mui/material/ListItemText';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '#modeler-ui/shell/more-button.tsx';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDraftFiles } from '../use-draft.mutation.ts';
import { useDraftRevision, useDraftRevisions } from '../use-draft.query.ts';
import { useWorkspace } from './workspace-context.ts';

const SourceEditor = lazy(() => import('./source-editor.tsx'));

/** Saved revisions of the open file, to view and restore. */
export default function HistoryTab() {
  const { t } = useTranslation('drafts');
  const { locale } = useLocale();
  const { draft, name, readOnly, sessions, reload } = useWorkspace();
  const query = useDraftRevisions(draft.id, name);
  const { data, error, refetch } = query;
  const { restore } = useDraftFiles(draft.id);
  const [looking, setLooking] = useState<string | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const revisions = data.pages.flatMap(({ items }) => items);
  if (revisions.length === 0) return <EmptyState title={t('history.none')} />;
  const bringBack = async (revisionId: string) => {
    const session = await sessions.open(name);
    await session.flush();
    await restore.mutateAsync({ revisionId, expectedVersion: session.state().version });
    reload(name);
  };
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Box>
      {restore.error && <ErrorNotice error={restore.error} />}
      {restore.data && (
        <Alert severity="success">
          {t('history.restored', {
            version: number(
              revisions.find(({ id }) => id === restore.variables?.revisionId)?.version ??
                restore.data.version,
            ),
          })}
        </Alert>
      )}
      <List aria-label={t('history.title')} disablePadding>
        {revisions.map((revision, at) => (
          <ListItem key={revision.id} divider disableGutters sx={{ flexWrap: 'wrap', gap: 1 }}>
            <ListItemText
              primary={`${t('history.version', { version: number(revision.version) })} · ${t(`history.action.${revision.action}`)}`}
              secondary={t('processes.by', {
                who: revision.savedBy,
                at: formatMoment(revision.savedAt, locale),
              })}
            />
            {revision.sha256 && (
              <Button
                size="small"
                onClick={() => setLooking((now) => (now === revision.id ? null : revision.id))}
              >
                {looking === revision.id ? t('history.hide') : t('history.look')}
              </Button>
            )}
            {!readOnly && at > 0 && (
              <Button
                size="small"
                disabled={restore.isPending}
                onClick={() => void bringBack(revision.id).catch(() => undefined)}
              >
                {t('history.restore')}
              </Button>
            )}
            {looking === revision.id && <Revision draftId={draft.id} revisionId={revision.id} name={name} />}
          </ListItem>
        ))}
      </List>
      <MoreButton query={query}>{t('history.more')}</MoreButton>
    </Box>
  );
}

function Revision({ draftId, revisionId, name }: { draftId: string; revisionId: string; name: string }) {
  const { data, error } = useDraftRevision(draftId, revisionId);
  return (
    <Box sx={{ flexBasis: '100%', minWidth: 0 }}>
      {error && <ErrorNotice error={error} />}
      {!error && !data && <TextSkeleton />}
      {data &&
        (name.endsWith('.bpmn') ? (
          <DiagramView xml={data.content ?? ''} name={name} height={360} />
        ) : (
          <Suspense fallback={<TextSkeleton />}>
            <SourceEditor
              label={name}
              content={data.content ?? ''}
              readOnly
              isJson={name.endsWith('.json')}
              onChange={() => undefined}
            />
          </Suspense>
        ))}
    </Box>
  );
}
