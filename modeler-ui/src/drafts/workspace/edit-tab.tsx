import Alert from '@mui/material/Alert';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { processFileKind } from '#common/contract/process-definitions.ts';
import { ErrorBoundary } from '#ui/components/error-boundary.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { useCommentCounts } from '../comments/use-comment-counts.ts';
import { OpenFileFrame } from '../files/open-file-frame.tsx';
import { useFileSession } from '../saving/use-file-session.ts';
import { FILE_EDITORS } from './file-editors.ts';
import { useWorkspace } from './workspace-context.ts';

const SourceEditor = lazy(() => import('./source-editor.tsx'));

/** The open file in the editor for its type. */
export default function EditTab() {
  const { t } = useTranslation('drafts');
  const { draft, name, readOnly, mode, focus, select, selected, generation } = useWorkspace();
  const { session, state, error } = useFileSession();
  const commented = useCommentCounts();
  if (error) return <ErrorNotice error={error} />;
  if (!session || !state) return <TextSkeleton />;
  const kind = processFileKind(name);
  const Editor = FILE_EDITORS[kind];
  const content = state.content ?? '';
  const key = `${name} ${generation}`;
  return (
    <OpenFileFrame session={session} state={state}>
      <ErrorBoundary key={key} title={t('file.broken')} action={t('save.again')}>
        <Suspense fallback={<TextSkeleton />}>
          {Editor ? (
            <Editor
              key={key}
              draftId={draft.id}
              name={name}
              content={content}
              readOnly={readOnly || state.status === 'conflict'}
              mode={mode}
              onChange={session.edit}
              onSelect={select}
              selected={selected}
              commented={commented}
              {...(focus && { focus })}
            />
          ) : (
            <>
              {kind !== 'template' && (
                <Alert severity="info" sx={{ mb: 1 }}>
                  {t('file.noEditor')}
                </Alert>
              )}
              {kind === 'diagram' ? (
                <DiagramView xml={content} name={name} selected={selected} onSelect={select} height="60vh" />
              ) : (
                <SourceEditor
                  key={key}
                  label={name}
                  content={content}
                  readOnly={readOnly || kind === 'decision'}
                  isJson={name.endsWith('.json')}
                  onChange={session.edit}
                />
              )}
            </>
          )}
        </Suspense>
      </ErrorBoundary>
    </OpenFileFrame>
  );
}
