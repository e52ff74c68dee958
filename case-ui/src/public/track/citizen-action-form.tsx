import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { MAX_TEXT_LENGTH } from '../file-request/text-limits.ts';

type Props = {
  heading: string;
  lead: string;
  /** Labels of the button that opens the form and of the one that submits it. */
  open: string;
  send: string;
  label: string;
  /** Error for an empty text; without it the text may stay empty. */
  emptyText?: string;
  busy: boolean;
  error: unknown;
  onSubmit: (text: string) => void;
};

/** A rare action of a citizen: a button that expands into a text field and the action itself. */
export function CitizenActionForm(props: Props) {
  const { heading, lead, open, send, label, emptyText, busy, error, onSubmit } = props;
  const { t } = useTranslation('track');
  const id = useId();
  const [unfolded, setUnfolded] = useState(false);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = tried && emptyText !== undefined && text.trim() === '';
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (emptyText !== undefined && text.trim() === '') document.getElementById(id)?.focus();
    else onSubmit(text.trim());
  };
  return (
    <Box component="section" aria-labelledby={`${id}-heading`}>
      <Typography variant="h2" id={`${id}-heading`}>
        {heading}
      </Typography>
      <Typography sx={{ my: 1.5, maxWidth: '60ch' }}>{lead}</Typography>
      {unfolded ? (
        <Stack component="form" noValidate spacing={2} onSubmit={submit}>
          <TextField
            id={id}
            label={label}
            required={emptyText !== undefined}
            autoFocus
            multiline
            minRows={3}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={wrong}
            helperText={wrong && emptyText}
            slotProps={{ htmlInput: { maxLength: MAX_TEXT_LENGTH, dir: 'auto' } }}
          />
          {error !== null && <ErrorNotice error={error} kept onRetry={submit} />}
          <Stack direction="row" spacing={1.5}>
            <Button type="submit" variant="contained" disabled={busy}>
              {busy ? t('answer.sending') : send}
            </Button>
            <Button variant="text" onClick={() => setUnfolded(false)} disabled={busy}>
              {t('answer.cancel')}
            </Button>
          </Stack>
        </Stack>
      ) : (
        <Button variant="outlined" onClick={() => setUnfolded(true)}>
          {open}
        </Button>
      )}
    </Box>
  );
}
