import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import {
  MOVE_REASONS,
  type MoveItemState,
  type MoveReason,
  type MoveWithCounts,
} from '#common/contract/moves.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { EngineDetail, ItemSection } from '../shell/item-section.tsx';
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
  const reason = MOVE_REASONS.find((code) => code === filter.code);
  return (
    <ItemSection
      query={items}
      texts={{
        title: t('items.title'),
        filter: t('items.filter'),
        all: t('items.all'),
        none: t('items.none'),
        more: t('items.more'),
      }}
      states={SHOWN_STATES.map((state) => ({ value: state, label: t(`itemState.${state}`) }))}
      state={SHOWN_STATES.find((state) => state === filter.state) ?? ''}
      onState={(state) => onFilter(state ? { state } : {})}
      aside={
        reason && (
          <Chip label={t(`reason.${reason}`)} onDelete={() => onFilter({})} sx={{ maxWidth: '100%' }} />
        )
      }
      row={(item) => (
        <>
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
            {item.detail && <EngineDetail>{item.detail}</EngineDetail>}
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
        </>
      )}
    />
  );
}

/** The steps of moving one case are one state for people. */
const stateOf = (state: MoveItemState): MoveItemState =>
  state === 'ending' || state === 'settling' ? 'sending' : state;
