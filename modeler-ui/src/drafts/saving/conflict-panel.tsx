import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftFileContent } from '#common/contract/process-drafts.ts';
import { downloadFile } from '#modeler-ui/shell/download-file.ts';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { DiagramView } from '#ui/diagram/diagram-view.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import type { SessionState } from './file-session.ts';

const SourceEditor = lazy(() => import('../workspace/source-editor.tsx'));

type Props = {
  state: SessionState;
  theirs: DraftFileContent;
  onResolve: (choice: 'mine' | 'theirs') => Promise<void>;
};

/** Conflict of two users changing the same file: both versions side by side, and the choice. */
export function ConflictPanel({ state, theirs, onResolve }: Props) {
  const { t } = useTranslation('drafts');
  const { locale } = useLocale();
  const [busy, setBusy] = useState(false);
  const resolve = (choice: 'mine' | 'theirs') => {
    setBusy(true);
    void onResolve(choice).finally(() => setBusy(false));
  };
  const mine = state.content ?? '';
  return (
    <Alert severity="warning" sx={{ mb: 2, '& .MuiAlert-message': { flexGrow: 1, minWidth: 0 } }}>
      <AlertTitle>{t('conflict.title')}</AlertTitle>
      {t('conflict.text', {
        who: theirs.savedBy ?? '–',
        at: theirs.savedAt ? formatMoment(theirs.savedAt, locale) : '–',
      })}
      <Box sx={{ display: 'grid', gap: 2, my: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
        {(
          [
            ['mine', mine],
            ['theirs', theirs.content],
          ] as const
        ).map(([side, content]) => (
          <Box key={side} component="section" aria-label={t(`conflict.${side}`)} sx={{ minWidth: 0 }}>
            <Typography variant="subtitle2">{t(`conflict.${side}`)}</Typography>
            {content === null ? t('conflict.removed') : <Shown name={theirs.name} content={content} />}
          </Box>
        ))}
      </Box>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <Button variant="contained" disabled={busy} onClick={() => resolve('mine')}>
          {t('conflict.keepMine')}
        </Button>
        <Button variant="outlined" disabled={busy} onClick={() => resolve('theirs')}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button onClick={() => downloadFile(theirs.name, mine)}>{t('conflict.download')}</Button>
      </Stack>
    </Alert>
  );
}

function Shown({ name, content }: { name: string; content: string }) {
  if (name.endsWith('.bpmn')) return <DiagramView xml={content} name={name} height={280} />;
  return (
    <Suspense fallback={<TextSkeleton />}>
      <SourceEditor
        label={name}
        content={content}
        readOnly
        isJson={name.endsWith('.json')}
        onChange={() => undefined}
      />
    </Suspense>
  );
}
