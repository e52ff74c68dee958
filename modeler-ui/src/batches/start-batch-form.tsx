import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { asciiDigits } from '#common/text/persian-text.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';

type Props = {
  /** The number that has to be typed. */
  count: number;
  texts: { count: string; help: string; submit: string };
  command: { isPending: boolean; error: Error | null };
  /** False while another field is not filled in. */
  ready?: boolean;
  onStart: () => void;
  /** Fields that come first. */
  children?: ReactNode;
};

/** Starts a planned batch after its number of items has been typed. */
export function StartBatchForm({ count, texts, command, ready = true, onStart, children }: Props) {
  const [typed, setTyped] = useState('');
  const digits = asciiDigits(typed.trim());
  const matches = ready && /^\d+$/.test(digits) && Number(digits) === count;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (matches) onStart();
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      aria-label={texts.submit}
      sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 560 }}
    >
      {children}
      <TextField
        label={texts.count}
        helperText={texts.help}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        required
        autoComplete="off"
        slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 8 } }}
      />
      {command.error && <ErrorNotice error={command.error} kept />}
      <Box>
        <Button type="submit" variant="contained" disabled={!matches} loading={command.isPending}>
          {texts.submit}
        </Button>
      </Box>
    </Box>
  );
}
