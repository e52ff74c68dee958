import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#modeler-ui/shell/download-file.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useDraftFiles } from '../use-draft.mutation.ts';
import { useWorkspace } from '../workspace/workspace-context.ts';

/** Actions on the open file as a whole. */
export function FileActions() {
  const { t } = useTranslation('drafts');
  const api = useApi();
  const { draft, name, sessions, readOnly, reload, openFile } = useWorkspace();
  const { remove, save } = useDraftFiles(draft.id);
  const [asking, setAsking] = useState<'remove' | 'reset' | null>(null);
  const file = draft.files.find((one) => one.name === name);
  if (!file) return null;
  const runs = file.runningSha256 !== null;
  const mayRemove =
    !readOnly && file.change !== 'removed' && !(runs && file.kind === 'diagram') && draft.files.length > 1;
  const mayReset = !readOnly && runs && file.change !== 'none';

  const act = async (): Promise<void> => {
    const session = await sessions.open(name);
    await session.flush();
    const { version } = session.state();
    if (asking === 'remove') {
      await remove.mutateAsync({ name, version });
      reload(name);
      if (!runs) openFile(`${draft.processKey}.bpmn`);
    } else {
      const running = await api('readRunningFile', { params: { processKey: draft.processKey, name } });
      await save.mutateAsync({
        name,
        content: running.content,
        expectedVersion: version,
        seenRunning: running.sha256,
      });
      reload(name);
    }
    setAsking(null);
  };
  const give = async (): Promise<void> => {
    const content = (await sessions.open(name)).state().content;
    if (content !== null) downloadFile(name, content);
  };
  const error = remove.error ?? save.error;
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      {error && <ErrorNotice error={error} />}
      {asking ? (
        <>
          <Typography variant="body2" role="alert">
            {t(`file.${asking}Sure`, { name })}
          </Typography>
          <Button size="small" variant="contained" onClick={() => void act().catch(() => setAsking(null))}>
            {t('file.yes')}
          </Button>
          <Button size="small" onClick={() => setAsking(null)}>
            {t('file.no')}
          </Button>
        </>
      ) : (
        <>
          {file.change !== 'removed' && (
            <Button size="small" onClick={() => void give()}>
              {t('file.export')}
            </Button>
          )}
          {mayReset && (
            <Button size="small" onClick={() => setAsking('reset')}>
              {t('file.reset')}
            </Button>
          )}
          {mayRemove && (
            <Button size="small" onClick={() => setAsking('remove')}>
              {t('file.remove')}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}
