import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useForm, useServices } from '#ui/reference/use-reference.query.ts';
import { useIsNarrow } from '../shell/use-is-narrow.ts';
import { CaseDetails } from './case-details.tsx';
import { Deadlines } from './deadlines.tsx';
import { ProcessPosition } from './process-position.tsx';
import { RequestTimeline } from './request-timeline.tsx';
import { useRequest } from './use-request.query.ts';

const AnswersList = lazy(() => import('#ui/form/answers-list.tsx'));

type Props = {
  requestId: string;
  /** The work to do, shown below the citizen's text. */
  work?: ReactNode;
};

/** Everything known about a request: the citizen's text, the facts, and the history. The text and the answers
 *  appear together: answers that came later would push the work below them away under the pointer. */
export function CaseBody({ requestId, work }: Props) {
  const { t } = useTranslation(['desk', 'sla']);
  const level = useIsNarrow() ? 'h2' : 'h3';
  const request = useRequest(requestId);
  const services = useServices();
  const service = services.data?.find(({ key }) => key === request.data?.service);
  const form = useForm(service?.intakeForm);
  if (request.isPending || services.isLoading || form.isLoading) return <TextSkeleton lines={8} />;
  if (!request.data)
    return (
      <Stack spacing={3}>
        <ErrorNotice error={request.error} onRetry={() => void request.refetch()} />
        {work}
      </Stack>
    );
  const { text, answers } = request.data;
  return (
    <Suspense fallback={<TextSkeleton lines={8} />}>
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
          alignItems: 'start',
        }}
      >
        <Stack spacing={3}>
          <Box component="section">
            <Typography variant="h3" component={level}>
              {t('case.text')}
            </Typography>
            <PlainText sx={{ mt: 0.5, maxWidth: '75ch' }}>{text}</PlainText>
          </Box>
          {form.data && Object.keys(answers).length > 0 && (
            <Box component="section">
              <Typography variant="h3" component={level} sx={{ mb: 0.5 }}>
                {t('case.answers')}
              </Typography>
              <AnswersList form={form.data} answers={answers} />
            </Box>
          )}
          {work}
          <ProcessPosition requestId={requestId} level={level} />
        </Stack>
        <Stack spacing={3}>
          <Box component="section">
            <Typography variant="h3" component={level} sx={{ mb: 0.5 }}>
              {t('case.facts')}
            </Typography>
            <CaseDetails request={request.data} />
          </Box>
          <Box component="section">
            <Typography variant="h3" component={level}>
              {t('sla:title')}
            </Typography>
            <Deadlines requestId={requestId} />
          </Box>
          <Box component="section">
            <Typography variant="h3" component={level} sx={{ mb: 1 }}>
              {t('case.timeline')}
            </Typography>
            <RequestTimeline requestId={requestId} />
          </Box>
        </Stack>
      </Box>
    </Suspense>
  );
}
