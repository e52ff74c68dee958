import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import {
  MOVE_REASONS,
  type MoveItemState,
  type MoveReason,
  type MoveWithCounts,
} from '../../../api/contract/moves.ts';
import { useLocale } from '../../../ui/i18n/use-locale.ts';
import { EmptyState } from '../../../ui/pieces/empty-state.tsx';
import { ErrorNotice } from '../../../ui/pieces/error-notice.tsx';
import { TextSkeleton } from '../../../ui/pieces/skeletons.tsx';
import { ItemState } from './item-state.tsx';
import { useMoveDiagrams, useMoveItems, type ItemFilter } from './use-moves.query.ts';

const SHOWN_STATES = ['waiting', 'done', 'refused', 'failed', 'unclear'] as const;

type Props = { move: MoveWithCounts; filter: ItemFilter; onFilter: (filter: ItemFilter) => void };

/** The cases of a move, with what became of each and why. */
export function MoveItems({ move, filter, onFilter }: Props) {
  const { t } = useTranslation('moves');
  const { pick } = useLocale();
  const tick = move.states.map(({ state, count }) => `${state}${count}`).join();
  const items = useMoveItems(move.id, filter, tick);
  const [from] = move.fromVersions;
  const { data: diagrams } = useMoveDiagrams(
    from ? { processKey: move.processKey, from, to: move.toVersion } : undefined,
  );
  const nameOf = (id: string) => {
    const name = diagrams?.elements.find((element) => element.id === id)?.name;
    return name ? pick(name) : id;
  };
  const rows = items.data?.pages.flatMap((page) => page.items);
  const reason = MOVE_REASONS.find((code) => code === filter.code);
  return (
    <section aria-labelledby="items-heading">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 1 }}>
        <Typography id="items-heading" variant="h6" component="h2" sx={{ flex: 1 }}>
          {t('items.title')}
        </Typography>
        {reason && (
          <Chip label={t(`reason.${reason}`)} onDelete={() => onFilter({})} sx={{ maxWidth: '100%' }} />
        )}
        <TextField
          select
          size="small"
          label={t('items.filter')}
          value={filter.state ?? ''}
          onChange={({ target }) => onFilter(target.value ? { state: target.value } : {})}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          fullWidth={false}
          sx={{ width: 200 }}
        >
          <MenuItem value="">{t('items.all')}</MenuItem>
          {SHOWN_STATES.map((state) => (
            <MenuItem key={state} value={state}>
              {t(`itemState.${state}`)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {items.error && <ErrorNotice error={items.error} onRetry={() => void items.refetch()} />}
      {!rows && !items.error && <TextSkeleton />}
      {rows?.length === 0 && <EmptyState title={t('items.none')} />}
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
            <Box sx={{ flex: '0 0 150px' }}>
              <ItemState state={stateOf(item.state)} />
            </Box>
            <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
              <Typography variant="body2">
                {t('items.at', { steps: item.at.map(nameOf).join(' · ') || '–' })}
              </Typography>
              {item.reasons.map((code: MoveReason) => (
                <Typography key={code} variant="body2" color="text.secondary">
                  {t(`reason.${code}`)}
                </Typography>
              ))}
              {item.detail && (
                <Typography variant="caption" dir="ltr" component="p" sx={{ overflowWrap: 'anywhere' }}>
                  {item.detail}
                </Typography>
              )}
            </Box>
            <Box sx={{ flex: '0 1 auto' }}>
              <Typography variant="caption" component="p">
                <bdi>{t('items.instance', { key: item.instanceKey })}</bdi>
              </Typography>
              {item.newInstanceKey && (
                <Typography variant="caption" component="p">
                  <bdi>{t('items.newInstance', { key: item.newInstanceKey })}</bdi>
                </Typography>
              )}
            </Box>
          </Box>
        ))}
      </Box>
      {items.hasNextPage && (
        <Button onClick={() => void items.fetchNextPage()} loading={items.isFetchingNextPage} sx={{ mt: 1 }}>
          {t('items.more')}
        </Button>
      )}
    </section>
  );
}

/** The steps of moving one case are one state for people. */
const stateOf = (state: MoveItemState): MoveItemState =>
  state === 'ending' || state === 'settling' ? 'sending' : state;
