import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import MuiLink from '@mui/material/Link';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ITEM_STATES, type ItemState, type Operation } from '../../../api/contract/instance-operations.ts';
import { useLocale } from '../../../ui/i18n/use-locale.ts';
import { EmptyState } from '../../../ui/pieces/empty-state.tsx';
import { ErrorNotice } from '../../../ui/pieces/error-notice.tsx';
import { TextSkeleton } from '../../../ui/pieces/skeletons.tsx';
import { ItemOutcome } from './item-outcome.tsx';
import { useOperationItems } from './use-operations.query.ts';
import { codeOf } from './why-not.ts';

/** The instances of an operation, with what became of each and why. */
export function OperationItems({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operate');
  const { pick } = useLocale();
  const [state, setState] = useState<ItemState | ''>('');
  const items = useOperationItems(operation.id, state, Object.values(operation.counts).join());
  const rows = items.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="items-heading">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 1 }}>
        <Typography id="items-heading" variant="h6" component="h2" sx={{ flex: 1 }}>
          {t('items.title')}
        </Typography>
        <TextField
          select
          size="small"
          label={t('items.filter')}
          value={state}
          onChange={({ target }) => setState(target.value as ItemState | '')}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          sx={{ minWidth: 180 }}
        >
          <MenuItem value="">{t('items.all')}</MenuItem>
          {ITEM_STATES.map((one) => (
            <MenuItem key={one} value={one}>
              {t(`item.${one}`)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {items.error && <ErrorNotice error={items.error} onRetry={() => void items.refetch()} />}
      {!rows && !items.error && <TextSkeleton />}
      {rows?.length === 0 && <EmptyState title={t('items.none')} />}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {rows?.map((item) => {
          const code = codeOf(item);
          return (
            <Box
              key={item.ordinal}
              component="li"
              sx={{
                display: 'flex',
                flexWrap: 'wrap',
                columnGap: 2,
                py: 1,
                borderBottom: 1,
                borderColor: 'divider',
              }}
            >
              <Box sx={{ flex: '0 0 190px' }}>
                <ItemOutcome state={item.state} />
              </Box>
              <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
                <MuiLink component={Link} to={`/instances/${item.instanceKey}`}>
                  {item.name ? pick(item.name) : (item.processKey ?? '')}{' '}
                  <bdi dir="ltr">{item.instanceKey}</bdi>
                </MuiLink>
                {code && (
                  <Typography variant="body2" color="text.secondary">
                    {t(`code.${code}`)}
                  </Typography>
                )}
                {item.detail && (
                  <Typography variant="caption" dir="ltr" component="p" sx={{ overflowWrap: 'anywhere' }}>
                    {item.detail}
                  </Typography>
                )}
              </Box>
            </Box>
          );
        })}
      </Box>
      {items.hasNextPage && (
        <Button onClick={() => void items.fetchNextPage()} loading={items.isFetchingNextPage}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}
