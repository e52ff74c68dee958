import Box from '@mui/material/Box';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import Typography from '@mui/material/Typography';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BatchState } from '#common/contract/batches.ts';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { MoreButton } from '../shell/more-button.tsx';
import { Page } from '../shell/page.tsx';
import { StateLabel } from './state-label.tsx';

type Listed = { id: string; state: BatchState };

type Props<Batch extends Listed> = {
  permission: string;
  texts: { title: string; intro: string; none: string };
  /** Button beside the heading. */
  action?: ReactNode;
  /** Content above the list. */
  children?: ReactNode;
  /** Address of the list; the id of a batch follows it. */
  to: string;
  useBatches: () => UseInfiniteQueryResult<InfiniteData<{ items: Batch[] }>>;
  row: (batch: Batch) => { title: string; about: string; progress: string; by: string };
};

/** Batches of one kind, newest first. */
export function BatchListPage<Batch extends Listed>(props: Props<Batch>) {
  const { title, intro } = props.texts;
  return (
    <Page permission={props.permission}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, justifyContent: 'space-between' }}>
        <PageHeading>{title}</PageHeading>
        {props.action}
      </Box>
      <Typography color="text.secondary" sx={{ mb: 2, maxWidth: 720 }}>
        {intro}
      </Typography>
      {props.children}
      <BatchList {...props} />
    </Page>
  );
}

function BatchList<Batch extends Listed>({ texts, to, useBatches, row }: Props<Batch>) {
  const { t } = useTranslation('batches');
  const query = useBatches();
  const { data, error, refetch } = query;
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const batches = data.pages.flatMap(({ items }) => items);
  if (batches.length === 0) return <EmptyState title={texts.none} />;
  return (
    <>
      <List aria-label={texts.title} disablePadding>
        {batches.map((batch) => {
          const shown = row(batch);
          return (
            <ListItem key={batch.id} disablePadding divider>
              <ListItemButton
                component={Link}
                to={`${to}/${batch.id}`}
                sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}
              >
                <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
                  <Typography sx={{ fontWeight: 600 }}>{shown.title}</Typography>
                  <Typography variant="body2" color="text.secondary">
                    <bdi>{shown.about}</bdi>
                  </Typography>
                </Box>
                <StateLabel state={batch.state}>{t(`state.${batch.state}`)}</StateLabel>
                <Typography variant="body2">{shown.progress}</Typography>
                <Typography variant="body2" color="text.secondary">
                  <bdi>{shown.by}</bdi>
                </Typography>
              </ListItemButton>
            </ListItem>
          );
        })}
      </List>
      <MoreButton query={query}>{t('more')}</MoreButton>
    </>
  );
}
