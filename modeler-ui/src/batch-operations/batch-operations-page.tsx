import Box from '@mui/material/Box';
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
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { MoreButton } from '../shell/more-button.tsx';
import { Page } from '../shell/page.tsx';
import { CasesWithoutProcess } from './cases-without-process.tsx';
import { useBatchOperations } from './use-batch-operations.query.ts';

/** Batch operations, newest first, and the cases left without a process by them. */
export function Component() {
  const { t } = useTranslation('batchOperations');
  return (
    <Page permission="instance:read">
      <PageHeading>{t('title')}</PageHeading>
      <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 720 }}>
        {t('intro')}
      </Typography>
      <CasesWithoutProcess />
      <BatchOperations />
    </Page>
  );
}

function BatchOperations() {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const query = useBatchOperations();
  const { data, error, refetch } = query;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const operations = data.pages.flatMap(({ items }) => items);
  if (operations.length === 0) return <EmptyState title={t('none')} />;
  return (
    <>
      <List aria-label={t('title')} disablePadding>
        {operations.map((operation) => (
          <ListItem key={operation.id} disablePadding divider>
            <ListItemButton
              component={Link}
              to={`/batch-operations/${operation.id}`}
              sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}
            >
              <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
                <Typography sx={{ fontWeight: 600 }}>{t(`kind.${operation.kind}`)}</Typography>
                <Typography variant="body2" color="text.secondary">
                  <bdi>{operation.reason}</bdi>
                </Typography>
              </Box>
              <Typography variant="body2">{t(`state.${operation.state}`)}</Typography>
              <Typography variant="body2">
                {t('progress', {
                  done: formatNumber(operation.counts.done, locale),
                  total: formatNumber(operation.total, locale),
                })}
              </Typography>
              <Typography variant="body2" color="text.secondary">
                <bdi>
                  {t('by', { name: operation.createdBy, at: formatMoment(operation.createdAt, locale) })}
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
