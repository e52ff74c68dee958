import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ConflictPanel } from '../saving/conflict-panel.tsx';
import type { FileSession, SessionState } from '../saving/file-session.ts';
import { SaveState } from '../saving/save-state.tsx';

/** Frame around the editor of the open file, with its save state and any obstacles above. */
export function OpenFileFrame({
  session,
  state,
  children,
}: {
  session: FileSession;
  state: SessionState;
  children: ReactNode;
}) {
  const { t } = useTranslation('drafts');
  const { pick } = useLocale();
  return (
    <Box sx={{ minWidth: 0 }}>
      <SaveState state={state} onAgain={() => void session.flush()} />
      {state.restored && (
        <Alert severity="info" sx={{ mb: 1 }} onClose={session.dismissRestored} closeText={t('save.dismiss')}>
          {t('save.restored')}
        </Alert>
      )}
      {state.withoutBackup && state.status !== 'saved' && (
        <Alert severity="warning" sx={{ mb: 1 }}>
          {t('save.noBackup')}
        </Alert>
      )}
      {state.status === 'refused' && (
        <Box sx={{ mb: 1 }}>
          <ErrorNotice error={state.error} onRetry={() => void session.flush()} />
        </Box>
      )}
      {state.findings.map((finding) => (
        <Alert key={finding.rule + finding.message.en} severity="warning" sx={{ mb: 1 }}>
          {pick(finding.message)}
        </Alert>
      ))}
      {state.theirs && <ConflictPanel state={state} theirs={state.theirs} onResolve={session.resolve} />}
      {state.content === null ? <Alert severity="info">{t('file.gone')}</Alert> : children}
    </Box>
  );
}
