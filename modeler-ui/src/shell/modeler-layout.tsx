import { useTranslation } from 'react-i18next';
import { StaffRoom } from '#ui/shell/staff-room.tsx';
import { ModelerRail } from './rail.tsx';

/** The room of analysts and operators. */
export function Component() {
  const { t } = useTranslation('modeler');
  return <StaffRoom title={t('title')} rail={<ModelerRail />} />;
}
