import { useTranslation } from 'react-i18next';
import { EmptyState } from '../pieces/empty-state.tsx';
import { PageHeading } from '../pieces/page-heading.tsx';

/** Told kindly: this part belongs to other roles. */
export function NotForYou() {
  const { t } = useTranslation('staff');
  return (
    <>
      <PageHeading>{t('noPart')}</PageHeading>
      <EmptyState title={t('noPartText')} />
    </>
  );
}
