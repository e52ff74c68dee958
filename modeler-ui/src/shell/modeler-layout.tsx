import { useTranslation } from 'react-i18next';
import { StaffLayout } from '#ui/shell/staff-layout.tsx';
import { ModelerSideNav } from './modeler-side-nav.tsx';

/** The room of analysts and operators. */
export function Component() {
  const { t } = useTranslation('modeler');
  return <StaffLayout title={t('title')} sideNav={<ModelerSideNav />} />;
}
