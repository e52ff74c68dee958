import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeading } from '../components/page-heading.tsx';

export function NotFoundPage() {
  const { t } = useTranslation('common');
  return (
    <>
      <PageHeading>{t('notFound.title')}</PageHeading>
      <EmptyState
        title={t('notFound.text')}
        action={
          <Button component={Link} to="/" variant="contained">
            {t('notFound.action')}
          </Button>
        }
      />
    </>
  );
}
