import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { codeOf, ProblemError } from '#ui/api/problem-error.ts';
import { randomId } from '#ui/api/random-id.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { ProgressStepper } from '#ui/components/progress-stepper.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices } from '#ui/reference/use-reference.query.ts';
import { ApplicantStep } from './applicant-step.tsx';
import { DescriptionStep } from './description-step.tsx';
import { DetailsStep } from './details-step.tsx';
import { FiledNotice } from './filed-notice.tsx';
import {
  FILING_STEPS,
  type FilingStep,
  filingStepOfPath,
  furthestFilingStep,
  toFileRequest,
} from './request-draft.ts';
import { ReviewStep } from './review-step.tsx';
import { ServiceStep } from './service-step.tsx';
import { useFileRequest } from './use-file-request.mutation.ts';
import { useFiledRequest } from './use-filed-request.ts';
import { useRequestDraft } from './use-request-draft.ts';

const isStep = (value: string | null): value is FilingStep => FILING_STEPS.some((step) => step === value);

type Props = { onBehalf?: boolean; trackPath: (code: string) => string };

/** Files a request step by step. The step is in the URL, the input in the tab. */
export function FileRequest({ onBehalf = false, trackPath }: Props) {
  const { t } = useTranslation('file');
  const { locale } = useLocale();
  const room = onBehalf ? 'desk' : 'public';
  const { draft, change, clear } = useRequestDraft(`shahrah.draft.${room}`, onBehalf ? 'phone' : 'web');
  const { filed, keep } = useFiledRequest(`shahrah.filed.${room}`);
  const [params, setParams] = useSearchParams();
  const services = useServices();
  const filing = useFileRequest();

  const service = services.data?.find(({ key }) => key === draft.service);
  const asked = params.get('step');
  const furthest = furthestFilingStep(
    service ? draft : { ...draft, service: '' },
    service?.needsPlace ?? false,
  );
  const index = Math.min(isStep(asked) ? FILING_STEPS.indexOf(asked) : 0, FILING_STEPS.indexOf(furthest));
  const step = FILING_STEPS[index] ?? 'what';
  const known = !filing.isSuccess && (services.data !== undefined || furthest === 'what');
  useEffect(() => {
    if (known && isStep(asked) && asked !== step) setParams({ step }, { replace: true });
  }, [known, asked, step, setParams]);
  const goTo = (next: FilingStep) => {
    filing.reset();
    setParams({ step: next });
    window.scrollTo({ top: 0 });
  };
  const onNext = () => goTo(FILING_STEPS[index + 1] ?? 'review');
  const onBack = () => goTo(FILING_STEPS[index - 1] ?? 'what');

  const startOver = () => {
    clear();
    goTo('what');
  };

  const submit = () =>
    filing.mutate(
      { request: toFileRequest(draft, locale, onBehalf), key: draft.key },
      {
        onSuccess: (result) => {
          keep(result);
          clear();
          setParams({ step: 'done' }, { replace: true });
          window.scrollTo({ top: 0 });
        },
        onError: (error) => codeOf(error) === 'idempotency-key-reused' && change({ key: randomId() }),
      },
    );

  if (asked === 'done' && filed)
    return (
      <FiledNotice
        filed={filed}
        trackPath={trackPath(filed.trackingCode)}
        onAnother={() => {
          keep(null);
          goTo('what');
        }}
      />
    );

  const wrong = filing.error instanceof ProblemError ? (filing.error.problem?.errors ?? []) : [];
  const wrongSteps = [...new Set(wrong.map(({ path }) => filingStepOfPath(path)))];
  const problem = filing.isError && (
    <Stack spacing={1}>
      <ErrorNotice error={filing.error} kept onRetry={submit} />
      {wrongSteps.map((each) => (
        <Button key={each} variant="outlined" onClick={() => goTo(each)}>
          {t('review.edit', { part: t(`steps.${each}`) })}
        </Button>
      ))}
    </Stack>
  );

  return (
    <Stack spacing={4}>
      <PageHeading>{onBehalf ? t('onBehalf') : t('title')}</PageHeading>
      <ProgressStepper
        label={t('road')}
        steps={FILING_STEPS.map((each) => t(`steps.${each}`))}
        current={index}
      />
      {step === 'what' && <DescriptionStep draft={draft} change={change} onNext={onNext} />}
      {step !== 'what' && services.isPending && <TextSkeleton lines={8} />}
      {step !== 'what' && services.isError && (
        <ErrorNotice error={services.error} kept onRetry={() => void services.refetch()} />
      )}
      {step === 'service' && services.data && (
        <ServiceStep draft={draft} services={services.data} change={change} onBack={onBack} onNext={onNext} />
      )}
      {step === 'details' && service && (
        <DetailsStep draft={draft} service={service} change={change} onBack={onBack} onNext={onNext} />
      )}
      {step === 'applicant' && (
        <ApplicantStep draft={draft} onBehalf={onBehalf} change={change} onBack={onBack} onNext={onNext} />
      )}
      {step === 'review' && service && (
        <ReviewStep
          draft={draft}
          service={service}
          onBehalf={onBehalf}
          sending={filing.isPending}
          problem={problem}
          goTo={goTo}
          onBack={onBack}
          onSubmit={submit}
        />
      )}
      {draft.text !== '' && !filing.isPending && (
        <Box>
          <Button variant="text" onClick={startOver}>
            {t('startOver')}
          </Button>
        </Box>
      )}
    </Stack>
  );
}
