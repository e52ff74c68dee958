import { useTranslation } from 'react-i18next';
import { StaffLayout } from '#ui/shell/staff-layout.tsx';
import { ModelerSideNav } from './modeler-side-nav.tsx';

/** Layout of the pages for analysts and operators. */
export function Component() {
  const { t } = useTranslation('modeler');
  return <StaffLayout title={t('title')} sideNav={<ModelerSideNav />} />;
}
