import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { type ItemState, StateLabel } from './state-label.tsx';

const OPEN_STATES: readonly ItemState[] = ['waiting', 'sending', 'ending', 'settling'];

type Props<State> = {
  total: number;
  counts: readonly { state: State; count: number }[];
  word: (state: State) => string;
  label: (numbers: { done: string; total: string }) => string;
};

/** Progress of a batch: the share of settled items, and their number in each state. */
export function BatchProgress<State extends ItemState>({ total, counts, word, label }: Props<State>) {
  const { t } = useTranslation('batches');
  const { locale } = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const done = counts.reduce(
    (left, { state, count }) => left - (OPEN_STATES.includes(state) ? count : 0),
    total,
  );
  return (
    <div>
      <LinearProgress
        variant="determinate"
        value={total === 0 ? 100 : (100 * done) / total}
        aria-label={t('progress')}
        sx={{ my: 1.5, height: 8, borderRadius: 1 }}
      />
      <Typography role="status">{label({ done: number(done), total: number(total) })}</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, my: 1 }}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => (
            <Box key={state} component="span" sx={{ display: 'inline-flex', gap: 0.75 }}>
              <StateLabel state={state}>{word(state)}</StateLabel> {number(count)}
            </Box>
          ))}
      </Box>
    </div>
  );
}
