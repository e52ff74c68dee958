import AlertsIcon from '@mui/icons-material/CampaignOutlined';
import InboxIcon from '@mui/icons-material/InboxOutlined';
import HelpIcon from '@mui/icons-material/KeyboardOutlined';
import RequestsIcon from '@mui/icons-material/ListAltOutlined';
import SignOutIcon from '@mui/icons-material/Logout';
import PhoneIcon from '@mui/icons-material/SupportAgentOutlined';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { Brand } from '../../../../ui/pieces/brand.tsx';
import { LanguageSwitch, ModeSwitch } from '../../../../ui/pieces/preferences.tsx';
import { useSignIn } from '../../../../ui/sign-in/sign-in-provider.tsx';
import { NoticesBell } from '../notices/notices-bell.tsx';
import { useMe } from './use-me.query.ts';

const PARTS = [
  { to: '/desk/tasks', name: 'inbox', icon: InboxIcon, permission: 'task:read' },
  { to: '/desk/requests', name: 'requests', icon: RequestsIcon, permission: 'request:read' },
  { to: '/desk/alerts', name: 'alerts', icon: AlertsIcon, permission: 'alert:read' },
  { to: '/desk/contact', name: 'contact', icon: PhoneIcon, permission: 'request:file-on-behalf' },
] as const;

/** The rail at the start side: the parts of the desk this person may use, then the person's own things. On a phone it lies
 *  at the bottom. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const { signIn } = useSignIn();
  const { data: me } = useMe();
  const parts = PARTS.filter(({ permission }) => me?.permissions.includes(permission));
  return (
    <Box
      component="nav"
      aria-label={t('rail')}
      sx={{
        display: 'flex',
        flexDirection: { xs: 'row', md: 'column' },
        alignItems: 'center',
        gap: 0.5,
        width: { xs: '100%', md: 76 },
        flexShrink: 0,
        py: { xs: 0, md: 1 },
        px: { xs: 1, md: 0 },
        order: { xs: 2, md: 0 },
        bgcolor: 'background.paper',
        boxShadow: (theme) => `0 0 0 1px ${theme.palette.divider}`,
        zIndex: 1,
      }}
    >
      <Box
        component={Link}
        to="/"
        aria-label={t('common:productName')}
        sx={{ p: 1, display: { xs: 'none', md: 'block' } }}
      >
        <Brand compact />
      </Box>
      {parts.map(({ to, name, icon: Icon }) => (
        <ButtonBase
          key={to}
          component={NavLink}
          to={to}
          sx={{
            flexDirection: 'column',
            gap: 0.25,
            flex: { xs: '1 1 0', md: '0 0 auto' },
            minWidth: 0,
            width: { md: '100%' },
            py: 1,
            fontSize: '0.72rem',
            color: 'text.secondary',
            '&:hover': { bgcolor: 'action.hover' },
            '&.active': { color: 'primary.main', fontWeight: 700, bgcolor: 'action.selected' },
          }}
        >
          <Icon aria-hidden sx={{ fontSize: 22 }} />
          {t(name)}
        </ButtonBase>
      ))}
      <Box sx={{ flex: { xs: 0, md: 1 } }} />
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
      <ModeSwitch />
      <LanguageSwitch />
      <Tooltip title={me ? `${t('signOut')} (${me.name})` : t('signOut')}>
        <IconButton aria-label={t('signOut')} onClick={() => void signIn.leave()}>
          <SignOutIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
