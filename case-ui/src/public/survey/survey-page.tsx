import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { EmptyState } from '#ui/components/empty-state.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { credentialsFromFragment } from '../track/credentials.ts';
import { SurveyForm } from './survey-form.tsx';
import { useSurvey } from './use-survey.ts';

/** Page where a citizen answers a survey through the link in the invitation. */
export function Component() {
  const { t } = useTranslation('survey');
  const { token } = credentialsFromFragment(useLocation().hash);
  const survey = useSurvey(token);
  if (!token)
    return (
      <>
        <PageHeading>{t('title')}</PageHeading>
        <EmptyState title={t('noLink')}>{t('noLinkText')}</EmptyState>
      </>
    );
  if (survey.isPending) return <TextSkeleton lines={8} />;
  if (!survey.data) return <ErrorNotice error={survey.error} onRetry={() => void survey.refetch()} />;
  const { state, questionnaire } = survey.data;
  if (state !== 'open' || !questionnaire)
    return (
      <>
        <PageHeading>{t('title')}</PageHeading>
        <EmptyState title={t(state === 'answered' ? 'answered' : 'closed')} />
      </>
    );
  return <SurveyForm token={token} survey={survey.data} questionnaire={questionnaire} />;
}
