import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveWithCounts } from '#common/contract/moves.ts';
import { formatNumber, toAsciiDigits } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ErrorNotice } from '#ui/pieces/error-notice.tsx';
import { useMay } from '#ui/shell/use-me.query.ts';
import { useMoveCommand } from './use-move.mutation.ts';

const SHORTEST_REASON = 3;

/** Starts a planned move, once its number of cases has been typed. */
export function StartMove({ move }: { move: MoveWithCounts }) {
  const { t } = useTranslation('moves');
  const { locale } = useLocale();
  const mayMove = useMay('process:deploy');
  const start = useMoveCommand(move.id, 'start');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  if (move.movable === 0 && move.confidential === 0)
    return move.total > 0 ? <Alert severity="info">{t('start.nothing')}</Alert> : null;
  if (!mayMove) return <Alert severity="info">{t('start.onlyAdmins')}</Alert>;
  const confirm = /^\d+$/.test(toAsciiDigits(typed.trim())) ? Number(toAsciiDigits(typed.trim())) : undefined;
  const ready = confirm === move.movable && reason.trim().length >= SHORTEST_REASON;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (ready) start.mutate({ confirm, reason: reason.trim(), expectedVersion: move.version });
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      aria-labelledby="start-heading"
      sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 560 }}
    >
      <Typography id="start-heading" variant="h6" component="h2">
        {t('start.title')}
      </Typography>
      <TextField
        label={t('start.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        required
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <Typography>{t('start.confirm', { value: formatNumber(move.movable, locale) })}</Typography>
      <TextField
        label={t('start.number')}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        required
        autoComplete="off"
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        sx={{ maxWidth: 240 }}
      />
      {start.error && <ErrorNotice error={start.error} kept />}
      <Box>
        <Button type="submit" variant="contained" disabled={!ready} loading={start.isPending}>
          {t('start.submit')}
        </Button>
      </Box>
    </Box>
  );
}
