import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { StartTestRun } from './start-test-run.tsx';
import { TestRunPage } from './test-run-page.tsx';
import { useTestRuns } from './use-test-runs.query.ts';

type Props = {
  draft: { id: string };
  openFile?: (name: string, elementId?: string) => void;
  flush?: () => Promise<void>;
};

/** Test-runs a draft on the engine: the current run or the start of one, and previous runs. */
export default function TestRunTab({ draft, openFile, flush }: Props) {
  const { t } = useTranslation('testRuns');
  const { locale } = useLocale();
  const { data: runs } = useTestRuns(draft.id);
  const underWay = runs?.items.find(({ state }) => state !== 'ended')?.id ?? null;
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState<string | 'new' | null>(search.get('run'));
  const shown = chosen ?? underWay;
  return (
    <Box sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 3 }}>
      {shown && shown !== 'new' ? (
        <TestRunPage key={shown} id={shown} onAgain={() => setChosen('new')} />
      ) : (
        <StartTestRun draftId={draft.id} flush={flush} openFile={openFile} onStarted={setChosen} />
      )}
      {runs && runs.items.length > 0 && (
        <Box component="section">
          <Typography component="h2" variant="h6">
            {t('before')}
          </Typography>
          <List dense disablePadding sx={{ maxWidth: 840 }}>
            {runs.items.map((run) => (
              <ListItemButton key={run.id} selected={run.id === shown} onClick={() => setChosen(run.id)}>
                <Typography variant="body2" sx={{ flex: 1 }}>
                  {formatMoment(run.startedAt, locale)} · <bdi>{run.startedBy}</bdi> ·{' '}
                  {run.result ? t(`result.${run.result}`) : t(`state.${run.state}`)}
                  {!run.upToDate && <> · {t('older')}</>}
                </Typography>
              </ListItemButton>
            ))}
          </List>
          {shown && shown !== 'new' && (
            <Button size="small" onClick={() => setChosen('new')}>
              {t('another')}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}
