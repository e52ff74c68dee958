import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackRequest, TrackedRequest } from '../../../../api/contract/requests.ts';
import { ErrorNotice } from '../../../../ui/pieces/error-notice.tsx';
import { useAnnounce } from '../../../../ui/pieces/live-region.tsx';
import { PlainText } from '../../../../ui/pieces/plain-text.tsx';
import { ReopenForm } from './reopen-form.tsx';
import { useFeedback } from './use-tracked-request.query.ts';

/** The answer, and the citizen's word on it: solved, or not and why. */
export function AnswerBox({ track, request }: { track: TrackRequest; request: TrackedRequest }) {
  const { t } = useTranslation('track');
  const announce = useAnnounce();
  const feedback = useFeedback(track);
  const [reopening, setReopening] = useState(false);
  const confirm = () =>
    feedback.mutate({ satisfied: true }, { onSuccess: () => announce(t('answer.confirmed')) });
  const reopen = (text: string) =>
    feedback.mutate(
      { satisfied: false, reopen: true, text },
      { onSuccess: () => announce(t('answer.reopened')) },
    );
  return (
    <Box component="section" aria-labelledby="answer-heading">
      <Typography variant="h2" id="answer-heading">
        {t('answer.heading')}
      </Typography>
      <PlainText
        sx={{
          borderInlineStart: '4px solid',
          borderInlineStartColor: (theme) => theme.palette.success.main,
          paddingInlineStart: 2,
          my: 2,
        }}
      >
        {request.answer ?? ''}
      </PlainText>
      {(request.canConfirm || request.canReopen) && !reopening && (
        <Stack spacing={1.5}>
          <Typography sx={{ fontWeight: 600 }}>{t('answer.ask')}</Typography>
          <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
            {request.canConfirm && (
              <Button variant="contained" onClick={confirm} disabled={feedback.isPending}>
                {feedback.isPending ? t('answer.sending') : t('answer.confirm')}
              </Button>
            )}
            {request.canReopen && (
              <Button variant="outlined" onClick={() => setReopening(true)} disabled={feedback.isPending}>
                {t('answer.reopen')}
              </Button>
            )}
          </Stack>
        </Stack>
      )}
      {request.canReopen && reopening && (
        <ReopenForm busy={feedback.isPending} onSubmit={reopen} onCancel={() => setReopening(false)} />
      )}
      {feedback.isError && (
        <Box sx={{ mt: 2 }}>
          <ErrorNotice error={feedback.error} kept />
        </Box>
      )}
    </Box>
  );
}
