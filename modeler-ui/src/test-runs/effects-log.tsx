import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { TestRun } from '#common/contract/test-runs.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { HiddenCount } from './hidden-count.tsx';

/** Side effects that a test run suppressed, in order. */
export function EffectsLog({ run }: { run: TestRun }) {
  const { t } = useTranslation('testRuns');
  const { pick } = useLocale();
  return (
    <Box component="section">
      <Typography component="h2" variant="h6">
        {t('effects')}
      </Typography>
      {run.effects.length === 0 && <Typography color="text.secondary">{t('noEffects')}</Typography>}
      <List dense disablePadding>
        {run.effects.map(({ name, jobType, template, inputs, outcome, at, elementId }, place) => (
          <ListItem key={`${elementId}${at}${place}`} divider sx={{ display: 'block' }}>
            <Typography>
              {pick(name)}{' '}
              <Typography component="span" variant="body2" color="text.secondary">
                {template && <>{pick(template)} · </>}
                <bdi dir="ltr">{jobType}</bdi>
              </Typography>
            </Typography>
            <Typography variant="body2" dir="ltr" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
              {JSON.stringify(inputs)} →{' '}
              {'bpmnError' in outcome ? `✕ ${outcome.bpmnError}` : JSON.stringify(outcome.complete)}
            </Typography>
          </ListItem>
        ))}
      </List>
      <HiddenCount what="effects" count={run.more.effects} />
    </Box>
  );
}
