import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { Page } from '../shell/page.tsx';

type Props<Batch> = {
  permission: string;
  /** Address of the list of all batches of this kind, and the text of the link to it. */
  list: readonly [to: string, text: string];
  useBatch: (id: string) => UseQueryResult<Batch>;
  Details: ComponentType<{ batch: Batch }>;
};

/** Page of one batch. */
export function BatchPage<Batch>(props: Props<Batch>) {
  const { id = '' } = useParams();
  const [to, text] = props.list;
  return (
    <Page permission={props.permission}>
      <Button component={Link} to={to} size="small">
        {text}
      </Button>
      <LoadedBatch key={id} id={id} {...props} />
    </Page>
  );
}

function LoadedBatch<Batch>({ id, useBatch, Details }: Props<Batch> & { id: string }) {
  const { data, error, refetch } = useBatch(id);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <TextSkeleton />}
      {data && <Details batch={data} />}
    </Box>
  );
}
