import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeading } from '../components/page-heading.tsx';

/** Tells the user politely that this page belongs to other roles. */
export function AccessDenied() {
  const { t } = useTranslation('staff');
  return (
    <>
      <PageHeading>{t('noPart')}</PageHeading>
      <EmptyState title={t('noPartText')} />
    </>
  );
}
