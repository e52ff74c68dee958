import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { MigrationItemStateLabel } from './migration-item-state-label.tsx';
import { useChangeMigration } from './use-migration.mutation.ts';

const SETTLED = ['done', 'refused', 'failed', 'unclear'];

/** Progress of a migration, with buttons to stop and resume. */
export function MigrationProgress({ migration }: { migration: MigrationWithCounts }) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  const mayMigrate = useHasPermission('process:deploy');
  const stop = useChangeMigration(migration.id, 'stop');
  const resume = useChangeMigration(migration.id, 'resume');
  const number = (value: number) => formatNumber(value, locale);
  const settled = migration.states
    .filter(({ state }) => SETTLED.includes(state))
    .reduce((sum, { count }) => sum + count, 0);
  const unclear = migration.states.some(({ state }) => state === 'unclear');
  const body = { expectedVersion: migration.version };
  return (
    <section aria-labelledby="progress-heading">
      <Typography id="progress-heading" variant="h6" component="h2">
        {t('progress.title')}
      </Typography>
      {migration.reason && (
        <Typography color="text.secondary">{t('progress.why', { reason: migration.reason })}</Typography>
      )}
      <LinearProgress
        variant="determinate"
        value={migration.total === 0 ? 100 : (100 * settled) / migration.total}
        aria-label={t('progress.title')}
        sx={{ my: 1.5, height: 8, borderRadius: 1 }}
      />
      <Typography role="status">
        {t('progress.label', { done: number(settled), total: number(migration.total) })}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, my: 1 }}>
        {migration.states.map(({ state, count }) => (
          <Box key={state} component="span" sx={{ display: 'inline-flex', gap: 0.75 }}>
            <MigrationItemStateLabel state={state} /> {number(count)}
          </Box>
        ))}
      </Box>
      {(stop.error ?? resume.error) && <ErrorNotice error={stop.error ?? resume.error} />}
      {mayMigrate && migration.state === 'running' && (
        <>
          <Button variant="outlined" onClick={() => stop.mutate(body)} loading={stop.isPending}>
            {t('progress.stop')}
          </Button>
          <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
            {t('progress.stopHelp')}
          </Typography>
        </>
      )}
      {mayMigrate && (migration.state === 'stopped' || (migration.state === 'finished' && unclear)) && (
        <Button variant="contained" onClick={() => resume.mutate(body)} loading={resume.isPending}>
          {migration.state === 'stopped' ? t('progress.resume') : t('progress.lookAgain')}
        </Button>
      )}
    </section>
  );
}
