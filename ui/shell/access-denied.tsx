import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeading } from '../components/page-heading.tsx';

/** Told kindly: this part belongs to other roles. */
export function AccessDenied() {
  const { t } = useTranslation('staff');
  return (
    <>
      <PageHeading>{t('noPart')}</PageHeading>
      <EmptyState title={t('noPartText')} />
    </>
  );
}
