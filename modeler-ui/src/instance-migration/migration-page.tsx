import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, isolated } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { BatchActions } from '../batches/batch-actions.tsx';
import { BatchPage } from '../batches/batch-page.tsx';
import { BatchProgress } from '../batches/batch-progress.tsx';
import { StateLabel } from '../batches/state-label.tsx';
import { ConfidentialCases } from './confidential-cases.tsx';
import { MigrationDryRun } from './migration-dry-run.tsx';
import { MigrationItems } from './migration-items.tsx';
import { StartMigrationForm } from './start-migration-form.tsx';
import { useMigrationCommand } from './use-migration.mutation.ts';
import { type MigrationItemFilter, useMigration } from './use-migrations.query.ts';

/** One migration: dry run, start, progress, and the result for each case. */
export function Component() {
  const { t } = useTranslation('instanceMigration');
  return (
    <BatchPage
      permission="process:read"
      list={['/instance-migrations', t('back')]}
      useBatch={useMigration}
      Details={MigrationDetails}
    />
  );
}

function MigrationDetails({ batch: migration }: { batch: MigrationWithCounts }) {
  const { t } = useTranslation(['instanceMigration', 'batches']);
  const { locale, pick } = useLocale();
  const [filter, setFilter] = useState<MigrationItemFilter>({});
  const { state } = migration;
  const number = (value: number) => formatNumber(value, locale);
  const who = (key: 'plannedBy' | 'startedBy', name: string, at: string) => (
    <bdi>{t(key, { name: isolated(name), at: formatMoment(at, locale) })}</bdi>
  );
  return (
    <>
      <div>
        <PageHeading>{migration.name ? pick(migration.name) : migration.processKey}</PageHeading>
        <Typography>
          {t('fromTo', {
            from: migration.fromVersions.map(number).join(' · ') || '–',
            to: number(migration.toVersion),
          })}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {who('plannedBy', migration.plannedBy, migration.plannedAt)}
          {migration.startedBy && migration.startedAt && (
            <> · {who('startedBy', migration.startedBy, migration.startedAt)}</>
          )}
        </Typography>
        <Box sx={{ mt: 1 }}>
          <StateLabel state={state}>{t(`batches:state.${state}`)}</StateLabel>
        </Box>
      </div>
      {state !== 'planned' && <MigrationProgress migration={migration} />}
      <MigrationDryRun migration={migration} onChoose={(code) => setFilter({ code })} />
      <ConfidentialCases migration={migration} />
      {state === 'planned' && <StartMigrationForm migration={migration} />}
      {migration.total > 0 && <MigrationItems migration={migration} filter={filter} onFilter={setFilter} />}
    </>
  );
}

function MigrationProgress({ migration }: { migration: MigrationWithCounts }) {
  const { t } = useTranslation(['instanceMigration', 'batches']);
  const command = useMigrationCommand(migration.id);
  const { state, states, reason, total, version } = migration;
  return (
    <section aria-labelledby="progress-heading">
      <Typography id="progress-heading" variant="h6" component="h2">
        {t('batches:progress')}
      </Typography>
      {reason && <Typography color="text.secondary">{t('progress.why', { reason })}</Typography>}
      <BatchProgress
        total={total}
        counts={states}
        word={(one) => t(`itemState.${one}`)}
        label={(numbers) => t('progress.label', numbers)}
      />
      <BatchActions
        permission="process:deploy"
        state={state}
        verbs={['stop', 'resume']}
        reopen={states.some((one) => one.state === 'unclear') ? t('progress.lookAgain') : undefined}
        stopHelp={t('progress.stopHelp')}
        command={command}
        onVerb={(verb) => command.mutate({ verb, body: { expectedVersion: version } })}
      />
    </section>
  );
}
