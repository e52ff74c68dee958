import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../../ui/pieces/empty-state.tsx';
import { PageHeading } from '../../../../ui/pieces/page-heading.tsx';

/** Told kindly: this part of the desk belongs to other roles. */
export function NotForYou() {
  const { t } = useTranslation('desk');
  return (
    <>
      <PageHeading>{t('title')}</PageHeading>
      <EmptyState title={t('gate.noPart')}>{t('gate.noPartText')}</EmptyState>
    </>
  );
}
