import Typography from '@mui/material/Typography';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { OpenFileFrame } from '../files/open-file-frame.tsx';
import { useFileSession } from '../saving/use-file-session.ts';
import { useWorkspace } from './workspace-context.ts';

const SourceEditor = lazy(() => import('./source-editor.tsx'));

/** The open file as text: JSON is editable, diagrams and tables are read-only. */
export default function SourceTab() {
  const { t } = useTranslation('drafts');
  const { name, readOnly } = useWorkspace();
  const { session, state, error } = useFileSession();
  if (error) return <ErrorNotice error={error} />;
  if (!session || !state) return <TextSkeleton />;
  const isJson = name.endsWith('.json');
  return (
    <OpenFileFrame session={session} state={state}>
      {!isJson && (
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
          {t('file.sourceReadOnly')}
        </Typography>
      )}
      <Suspense fallback={<TextSkeleton />}>
        <SourceEditor
          key={name}
          label={name}
          content={state.content ?? ''}
          readOnly={readOnly || !isJson}
          isJson={isJson}
          onChange={session.edit}
        />
      </Suspense>
    </OpenFileFrame>
  );
}
