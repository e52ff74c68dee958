import ProcessesIcon from '@mui/icons-material/AccountTreeOutlined';
import OperationsIcon from '@mui/icons-material/BuildOutlined';
import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import BottlenecksIcon from '@mui/icons-material/HourglassTop';
import DeskIcon from '@mui/icons-material/InboxOutlined';
import EngineIcon from '@mui/icons-material/MemoryOutlined';
import MovesIcon from '@mui/icons-material/MoveUpOutlined';
import InstancesIcon from '@mui/icons-material/PlaylistPlay';
import { useTranslation } from 'react-i18next';
import { SideNav } from '#ui/shell/side-nav.tsx';

/** Navigation bar of the modeler. */
export function ModelerSideNav() {
  const { t } = useTranslation(['modeler', 'instanceMigration', 'instances', 'batchOperations', 'engine']);
  return (
    <SideNav
      label={t('navigation.label')}
      parts={[
        { to: '/', name: t('navigation.processes'), icon: ProcessesIcon, permission: 'process:read' },
        {
          to: '/instance-migrations',
          name: t('instanceMigration:navigation'),
          icon: MovesIcon,
          permission: 'process:read',
        },
        { to: '/instances', name: t('instances:title'), icon: InstancesIcon, permission: 'instance:read' },
        {
          to: '/bottlenecks',
          name: t('instances:bottlenecks'),
          icon: BottlenecksIcon,
          permission: 'instance:read',
        },
        {
          to: '/batch-operations',
          name: t('batchOperations:navigation'),
          icon: OperationsIcon,
          permission: 'instance:read',
        },
        { to: '/engine', name: t('engine:navigation'), icon: EngineIcon, permission: 'engine:operate' },
        { to: '/audit', name: t('batchOperations:railAudit'), icon: AuditIcon, permission: 'audit:read' },
        { href: '/desk', name: t('navigation.desk'), icon: DeskIcon, permission: 'task:read' },
      ]}
    />
  );
}
