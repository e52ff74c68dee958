import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '#common/contract/requests.ts';
import { asciiDigits } from '#common/text/persian-text.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { formatDigits } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useForm, useProvinces } from '#ui/reference/use-reference.query.ts';
import type { FilingStep, RequestDraft } from './request-draft.ts';
import { StepFrame } from './step-frame.tsx';

const AnswersList = lazy(() => import('#ui/form/answers-list.tsx'));

type Props = {
  draft: RequestDraft;
  service: Service;
  onBehalf: boolean;
  sending: boolean;
  problem: ReactNode;
  goTo: (step: FilingStep) => void;
  onBack: () => void;
  onSubmit: () => void;
};

/** Everything on one page, each part with a link back to its step. */
export function ReviewStep({ draft, service, onBehalf, sending, problem, goTo, onBack, onSubmit }: Props) {
  const { t } = useTranslation(['file', 'words', 'common']);
  const { locale, pick } = useLocale();
  const provinces = useProvinces();
  const form = useForm(service.intakeForm);
  const province = provinces.data?.find(({ code }) => code === draft.province);
  const { applicant } = draft;
  const part = (step: Exclude<FilingStep, 'review'>, content: ReactNode) => (
    <Box component="section" sx={{ borderTop: 1, borderColor: 'divider', pt: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', mb: 1 }}>
        <Typography variant="h3" sx={{ flex: 1 }}>
          {t(`steps.${step}`)}
        </Typography>
        <Button
          variant="text"
          onClick={() => goTo(step)}
          aria-label={t('review.edit', { part: t(`steps.${step}`) })}
          disabled={sending}
        >
          {t('review.change')}
        </Button>
      </Box>
      {content}
    </Box>
  );
  const filled = (facts: { key: string; label: string; value: string | undefined }[]) =>
    facts.flatMap((fact) => (fact.value ? [{ ...fact, value: fact.value }] : []));
  return (
    <StepFrame
      heading={t('review.heading')}
      lead={t('review.lead')}
      onBack={onBack}
      onNext={onSubmit}
      nextLabel={sending ? t('review.sending') : t('review.submit')}
      busy={sending}
    >
      <Stack spacing={2}>
        {part('what', <PlainText>{draft.text}</PlainText>)}
        {part('service', <Typography>{pick(service.name)}</Typography>)}
        {part(
          'details',
          <Stack spacing={1}>
            {form.data && (
              <Suspense fallback={null}>
                <AnswersList form={form.data} answers={draft.answers} />
              </Suspense>
            )}
            <DescriptionList
              facts={filled([
                { key: 'province', label: t('details.province'), value: province && pick(province.name) },
                { key: 'address', label: t('details.address'), value: draft.address.trim() },
              ])}
            />
          </Stack>,
        )}
        {part(
          'applicant',
          <DescriptionList
            facts={filled([
              { key: 'name', label: t('applicant.name'), value: applicant.name },
              {
                key: 'mobile',
                label: t('applicant.mobile'),
                value: formatDigits(asciiDigits(applicant.mobile), locale),
              },
              { key: 'email', label: t('applicant.email'), value: applicant.email },
              {
                key: 'nationalId',
                label: t('applicant.nationalId'),
                value: formatDigits(asciiDigits(applicant.nationalId), locale),
              },
              ...(onBehalf
                ? [
                    {
                      key: 'channel',
                      label: t('applicant.channel'),
                      value: t(`words:channel.${draft.channel}`),
                    },
                  ]
                : []),
            ])}
          />,
        )}
      </Stack>
      {problem}
    </StepFrame>
  );
}
