import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, isolated } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { Page } from '../shell/page.tsx';
import { ConfidentialCases } from './confidential-cases.tsx';
import { MigrationDryRun } from './migration-dry-run.tsx';
import { MigrationItems } from './migration-items.tsx';
import { MigrationProgress } from './migration-progress.tsx';
import { MigrationStateLabel } from './migration-state-label.tsx';
import { StartMigrationForm } from './start-migration-form.tsx';
import { type MigrationItemFilter, useMigration } from './use-migrations.query.ts';

/** One migration: dry run, start, progress, and the result for each case. */
export function Component() {
  const { id = '' } = useParams();
  return (
    <Page permission="process:read">
      <MigrationDetails key={id} id={id} />
    </Page>
  );
}

function MigrationDetails({ id }: { id: string }) {
  const { t } = useTranslation('instanceMigration');
  const { locale, pick } = useLocale();
  const { data: migration, error, refetch } = useMigration(id);
  const [filter, setFilter] = useState<MigrationItemFilter>({});
  if (error && !migration) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!migration) return <TextSkeleton />;
  const number = (value: number) => formatNumber(value, locale);
  const who = (key: 'plannedBy' | 'startedBy', name: string, at: string) => (
    <bdi>{t(key, { name: isolated(name), at: formatMoment(at, locale) })}</bdi>
  );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
      <div>
        <Button component={Link} to="/instance-migrations" size="small">
          {t('back')}
        </Button>
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
          <MigrationStateLabel state={migration.state} />
        </Box>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {migration.state !== 'planned' && <MigrationProgress migration={migration} />}
      <MigrationDryRun migration={migration} onChoose={(code) => setFilter({ code })} />
      <ConfidentialCases migration={migration} />
      {migration.state === 'planned' && <StartMigrationForm migration={migration} />}
      {migration.total > 0 && <MigrationItems migration={migration} filter={filter} onFilter={setFilter} />}
    </Box>
  );
}
