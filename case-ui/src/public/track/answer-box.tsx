import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrackedRequest, TrackRequest } from '#common/contract/requests.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { FeedbackForm } from './feedback-form.tsx';
import { useFeedback } from './use-tracked-request.query.ts';

/** The answer, and the citizen's feedback on it: solved, or not and why. */
export function AnswerBox({ track, request }: { track: TrackRequest; request: TrackedRequest }) {
  const { t } = useTranslation('track');
  const { locale } = useLocale();
  const announce = useAnnounce();
  const feedback = useFeedback(track);
  const [telling, setTelling] = useState(false);
  const { canConfirm, canReopen } = request;
  const confirm = () =>
    feedback.mutate({ satisfied: true }, { onSuccess: () => announce(t('answer.confirmed')) });
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
      {request.legalBasis && <Typography>{t('answer.legalBasis', { basis: request.legalBasis })}</Typography>}
      {request.outcome === 'duplicate' && (
        <Typography>
          {request.duplicateOf
            ? t('answer.duplicateOf', { code: formatCode(request.duplicateOf, locale) })
            : t('answer.duplicate')}
        </Typography>
      )}
      {(canConfirm || canReopen) && !telling && (
        <Stack spacing={1.5} sx={{ mt: 2 }}>
          <Typography sx={{ fontWeight: 600 }}>{t('answer.ask')}</Typography>
          <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
            {canConfirm && (
              <Button variant="contained" onClick={confirm} disabled={feedback.isPending}>
                {feedback.isPending ? t('answer.sending') : t('answer.confirm')}
              </Button>
            )}
            <Button variant="outlined" onClick={() => setTelling(true)} disabled={feedback.isPending}>
              {t('answer.reopen')}
            </Button>
          </Stack>
        </Stack>
      )}
      {(canConfirm || canReopen) && telling && (
        <FeedbackForm
          request={request}
          busy={feedback.isPending}
          onCancel={() => setTelling(false)}
          onSubmit={(said) =>
            feedback.mutate(said, {
              onSuccess: () => announce(t(said.reopen ? 'answer.reopened' : 'answer.recorded')),
            })
          }
        />
      )}
      {feedback.isError && (
        <Box sx={{ mt: 2 }}>
          <ErrorNotice error={feedback.error} kept />
        </Box>
      )}
    </Box>
  );
}
