import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { MIN_DISCLOSED_COUNT } from '#common/contract/instances.ts';
import type { ProcessVersion } from '#common/contract/releases.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useCount } from '../instances/use-count.ts';
import { MoreButton } from '../shell/more-button.tsx';
import { Page } from '../shell/page.tsx';
import { RestoreVersion } from './restore-version.tsx';
import { useProcessVersions } from './use-release.query.ts';
import { VersionComparison } from './version-comparison.tsx';

/** Versions of a process, what each changed, and the differences between any two. */
export function Component() {
  return (
    <Page permission="process:read">
      <Versions />
    </Page>
  );
}

function Versions() {
  const { t } = useTranslation('release');
  const { pick, locale } = useLocale();
  const { processKey = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const query = useProcessVersions(processKey);
  const { data, error, refetch } = query;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton />;
  const versions = data.pages.flatMap(({ items }) => items);
  const [newest] = versions;
  if (!newest) return <EmptyState title={t('versions.none')} />;
  const chosen = (name: string): number | null => Number(search.get(name)) || null;
  const [before, after] = [chosen('before'), chosen('after')];
  const compare = (one: number, other: number) =>
    setSearch({ before: String(Math.min(one, other)), after: String(Math.max(one, other)) });
  return (
    <>
      <PageHeading>{t('versions.title', { name: newest.name ? pick(newest.name) : processKey })}</PageHeading>
      {before && after && <VersionComparison processKey={processKey} before={before} after={after} />}
      <List>
        {versions.map((one, at) => (
          <ListItem key={one.key} divider disableGutters sx={{ display: 'block' }}>
            <Version version={one} />
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 0.5 }}>
              {versions[at + 1] && (
                <Button size="small" onClick={() => compare(versions[at + 1]?.version ?? 0, one.version)}>
                  {t('versions.compareBefore')}
                </Button>
              )}
              {one.version !== newest.version && (
                <Button size="small" onClick={() => compare(one.version, newest.version)}>
                  {t('versions.compareNewest')}
                </Button>
              )}
              {one.version !== newest.version && one.sha256 && (
                <RestoreVersion
                  processKey={processKey}
                  version={one.version}
                  title={t('restore.draftTitle', { version: formatNumber(one.version, locale) })}
                />
              )}
            </Box>
          </ListItem>
        ))}
      </List>
      <MoreButton query={query}>{t('versions.more')}</MoreButton>
    </>
  );
}

function Version({ version: one }: { version: ProcessVersion }) {
  const { t } = useTranslation('release');
  const { pick, locale } = useLocale();
  const tell = useCount(one.confidential);
  const { release } = one;
  return (
    <>
      <Typography sx={{ fontWeight: 600 }}>
        {t('versions.version', { version: formatNumber(one.version, locale) })} ·{' '}
        {t('versions.running', { count: one.running ?? MIN_DISCLOSED_COUNT, shown: tell(one.running) })}
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {one.deployedBy ? t('versions.by', { who: one.deployedBy }) : t('versions.byProduct')} ·{' '}
        {formatMoment(one.deployedAt, locale)}
        {release?.reviewedBy && ` · ${t('versions.reviewed', { who: release.reviewedBy })}`}
      </Typography>
      {release && <Typography variant="body2">{pick(release.notes) || release.notes.fa}</Typography>}
      {one.sha256 && (
        <Typography
          variant="caption"
          component="p"
          dir="ltr"
          sx={{ textAlign: 'start', overflowWrap: 'anywhere' }}
        >
          {one.sha256}
        </Typography>
      )}
    </>
  );
}
