import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { MoreButton } from '../shell/more-button.tsx';

type Item = { ordinal: number };
type Props<I extends Item, S extends string> = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: I[] }>>;
  title: string;
  none: string;
  /** States to filter by, with labels; empty means all. */
  states: readonly { value: S; label: string }[];
  state: S | '';
  onState: (state: S | '') => void;
  /** Content beside the title. */
  aside?: ReactNode;
  row: (item: I) => ReactNode;
};

/** Items of a batch, each with its result: a filter by state, the rows, and the button for more. */
export function BatchItems<I extends Item, S extends string>(props: Props<I, S>) {
  const { t } = useTranslation('batches');
  const { query, title, none, states, state, onState, aside, row } = props;
  const rows = query.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="items-heading">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 1 }}>
        <Typography id="items-heading" variant="h6" component="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {aside}
        <TextField
          select
          size="small"
          label={t('filter')}
          value={state}
          onChange={({ target }) => onState(target.value as S | '')}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          fullWidth={false}
          sx={{ width: 200 }}
        >
          <MenuItem value="">{t('all')}</MenuItem>
          {states.map(({ value, label }) => (
            <MenuItem key={value} value={value}>
              {label}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!rows && !query.error && <TextSkeleton />}
      {rows?.length === 0 && <EmptyState title={none} />}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {rows?.map((item) => (
          <Box
            key={item.ordinal}
            component="li"
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 2,
              rowGap: 0.5,
              py: 1,
              borderBottom: 1,
              borderColor: 'divider',
            }}
          >
            {row(item)}
          </Box>
        ))}
      </Box>
      <MoreButton query={query}>{t('more')}</MoreButton>
    </section>
  );
}

/** Original message of the engine. */
export function EngineDetail({ children }: { children: string }) {
  return (
    <Typography variant="caption" dir="ltr" component="p" sx={{ overflowWrap: 'anywhere' }}>
      {children}
    </Typography>
  );
}
