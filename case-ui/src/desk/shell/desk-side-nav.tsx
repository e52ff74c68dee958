import ProcessesIcon from '@mui/icons-material/AccountTreeOutlined';
import AlertsIcon from '@mui/icons-material/CampaignOutlined';
import InboxIcon from '@mui/icons-material/InboxOutlined';
import HelpIcon from '@mui/icons-material/KeyboardOutlined';
import RequestsIcon from '@mui/icons-material/ListAltOutlined';
import PhoneIcon from '@mui/icons-material/SupportAgentOutlined';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { SideNav } from '#ui/shell/side-nav.tsx';
import { useMe } from '#ui/shell/use-me.query.ts';
import { NoticesBell } from '../notices/notices-bell.tsx';

/** Navigation bar of the caseworkers' pages. */
export function DeskSideNav({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation('desk');
  const { data: me } = useMe();
  return (
    <SideNav
      label={t('navigation')}
      parts={[
        { to: '/desk/tasks', name: t('inbox'), icon: InboxIcon, permission: 'task:read' },
        { to: '/desk/requests', name: t('requests'), icon: RequestsIcon, permission: 'request:read' },
        { to: '/desk/alerts', name: t('alerts'), icon: AlertsIcon, permission: 'alert:read' },
        { to: '/desk/contact', name: t('contact'), icon: PhoneIcon, permission: 'request:file-on-behalf' },
        { href: '/modeler/', name: t('processes'), icon: ProcessesIcon, permission: 'process:read' },
      ]}
    >
      {me && <NoticesBell />}
      <Tooltip title={t('help')}>
        <IconButton
          aria-label={t('help')}
          onClick={onHelp}
          sx={{ display: { xs: 'none', md: 'inline-flex' } }}
        >
          <HelpIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </SideNav>
  );
}
