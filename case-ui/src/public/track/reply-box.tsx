import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackRequest } from '#common/contract/requests.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { MAX_TEXT_LENGTH } from '../file-request/text-limits.ts';
import { useReply } from './use-tracked-request.query.ts';

/** The ministry's question and a field to answer it. */
export function ReplyBox({ track, question }: { track: TrackRequest; question: string }) {
  const { t } = useTranslation('track');
  const announce = useAnnounce();
  const reply = useReply(track);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const empty = text.trim() === '';
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (empty) document.getElementById('reply')?.focus();
    else reply.mutate(text.trim(), { onSuccess: () => announce(t('question.sent')) });
  };
  return (
    <Box component="section" aria-labelledby="question-heading">
      <Typography variant="h2" id="question-heading">
        {t('question.heading')}
      </Typography>
      <PlainText
        sx={{
          borderInlineStart: '4px solid',
          borderInlineStartColor: (theme) => theme.palette.warning.main,
          paddingInlineStart: 2,
          my: 2,
        }}
      >
        {question}
      </PlainText>
      <Stack component="form" noValidate spacing={2} onSubmit={submit}>
        <TextField
          id="reply"
          label={t('question.label')}
          required
          multiline
          minRows={4}
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={tried && empty}
          helperText={tried && empty && t('question.empty')}
          slotProps={{ htmlInput: { maxLength: MAX_TEXT_LENGTH, dir: 'auto' } }}
        />
        {reply.isError && <ErrorNotice error={reply.error} kept onRetry={submit} />}
        <Box>
          <Button type="submit" variant="contained" disabled={reply.isPending}>
            {reply.isPending ? t('question.sending') : t('question.send')}
          </Button>
        </Box>
      </Stack>
    </Box>
  );
}
