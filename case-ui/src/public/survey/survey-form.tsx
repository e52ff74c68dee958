import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferedSurvey, Questionnaire } from '#common/contract/surveys.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { formatDate } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { servqualProblem, ServqualSurvey } from './servqual-survey.tsx';
import { firstMissing, ShortSurvey, type SurveyAnswers } from './short-survey.tsx';
import { useAnswerSurvey } from './use-survey.ts';

type Props = { token: string; survey: OfferedSurvey; questionnaire: Questionnaire };

/** The questions, and the one submission of the answers. */
export function SurveyForm({ token, survey, questionnaire }: Props) {
  const { t } = useTranslation('survey');
  const { locale, pick } = useLocale();
  const send = useAnswerSurvey();
  const [answers, setAnswers] = useState<SurveyAnswers>({ values: {}, comment: '' });
  const [tried, setTried] = useState(false);

  const missing = questionnaire.kind === 'short' ? firstMissing(questionnaire, answers) : undefined;
  const problem = questionnaire.kind === 'servqual' ? servqualProblem(questionnaire, answers) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const at = missing ? `item-${missing}` : problem?.at;
    if (at) {
      const field = document.getElementById(at);
      (field?.querySelector('input') ?? field)?.focus();
      return;
    }
    const comment = answers.comment.trim();
    send.mutate({ token, values: answers.values, ...(comment && { comment }) });
  };

  if (send.isSuccess)
    return (
      <Stack spacing={2}>
        <PageHeading takesFocus>{t('thanks')}</PageHeading>
        <Typography>{t('thanksLead')}</Typography>
      </Stack>
    );
  return (
    <Stack component="form" noValidate spacing={3} onSubmit={submit}>
      <PageHeading>{pick(questionnaire.title)}</PageHeading>
      <Box sx={{ color: 'text.secondary', maxWidth: '65ch' }}>
        <Typography>{t('about', { service: pick(survey.service) })}</Typography>
        <Typography>
          {pick(questionnaire.intro)} {t('openUntil', { day: formatDate(survey.openUntil, locale) })}
        </Typography>
      </Box>
      {questionnaire.kind === 'short' ? (
        <ShortSurvey questionnaire={questionnaire} answers={answers} tried={tried} change={setAnswers} />
      ) : (
        <ServqualSurvey questionnaire={questionnaire} answers={answers} change={setAnswers} />
      )}
      {tried && problem && (
        <Alert severity="error" role="alert">
          {t(problem.why)}
        </Alert>
      )}
      {send.isError && <ErrorNotice error={send.error} kept />}
      <Box>
        <Button type="submit" variant="contained" disabled={send.isPending}>
          {send.isPending ? t('sending') : t('send')}
        </Button>
      </Box>
    </Stack>
  );
}
