import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, isolated } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useCount } from '../instances/use-count.ts';
import { MoreButton } from '../shell/more-button.tsx';
import { Page } from '../shell/page.tsx';
import { MigrationStateLabel } from './migration-state-label.tsx';
import { useMigrations } from './use-migrations.query.ts';

/** Migrations of running cases to other versions, newest first. */
export function Component() {
  const { t } = useTranslation('instanceMigration');
  const mayMigrate = useHasPermission('process:deploy');
  return (
    <Page permission="process:read">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, justifyContent: 'space-between' }}>
        <PageHeading>{t('title')}</PageHeading>
        {mayMigrate && (
          <Button variant="contained" component={Link} to="/instance-migrations/new">
            {t('new')}
          </Button>
        )}
      </Box>
      <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 720 }}>
        {t('intro')}
      </Typography>
      <Migrations />
    </Page>
  );
}

function Migrations() {
  const { t } = useTranslation('instanceMigration');
  const { locale, pick } = useLocale();
  const tell = useCount(true);
  const query = useMigrations();
  const { data, error, refetch } = query;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const migrations = data.pages.flatMap(({ items }) => items);
  if (migrations.length === 0) return <EmptyState title={t('none')} />;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <List aria-label={t('list')} disablePadding>
        {migrations.map((migration) => (
          <ListItem key={migration.id} disablePadding divider>
            <ListItemButton
              component={Link}
              to={`/instance-migrations/${migration.id}`}
              sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}
            >
              <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
                <Typography sx={{ fontWeight: 600 }}>
                  {migration.name ? pick(migration.name) : migration.processKey}
                </Typography>
                <Typography variant="body2" color="text.secondary">
                  {t('fromTo', {
                    from: migration.fromVersions.map(number).join(' · ') || '–',
                    to: number(migration.toVersion),
                  })}
                </Typography>
              </Box>
              <Box sx={{ flex: '0 1 auto' }}>
                <MigrationStateLabel state={migration.state} />
              </Box>
              <Typography variant="body2" sx={{ flex: '0 1 auto' }}>
                {t('goes', { movable: number(migration.movable), total: number(migration.total) })}
                {migration.confidential !== 0 &&
                  ` · ${t('alsoConfidential', { value: tell(migration.confidential) })}`}
              </Typography>
              <Typography variant="body2" color="text.secondary" sx={{ flex: '0 1 auto' }}>
                <bdi>
                  {t('plannedBy', {
                    name: isolated(migration.plannedBy),
                    at: formatMoment(migration.plannedAt, locale),
                  })}
                </bdi>
              </Typography>
            </ListItemButton>
          </ListItem>
        ))}
      </List>
      <MoreButton query={query}>{t('more')}</MoreButton>
    </>
  );
}
