import SignOutIcon from '@mui/icons-material/Logout';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import type SvgIcon from '@mui/material/SvgIcon';
import Tooltip from '@mui/material/Tooltip';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Brand } from '../components/brand.tsx';
import { LanguageSwitch, ModeSwitch } from '../components/preferences.tsx';
import { useSignIn } from '../sign-in/sign-in-provider.tsx';
import { useMe } from './use-me.query.ts';

/** Entry of the side navigation. `to` is a path within the app, `href` a URL in the other app. */
export type SideNavItem = { name: string; icon: typeof SvgIcon; permission: string } & (
  { to: string } | { href: string }
);

type Props = { label: string; parts: readonly SideNavItem[]; children?: ReactNode };

/** Navigation bar at the inline start: the sections this user may open, then personal settings. On a phone it
 *  sits at the bottom and scrolls sideways. */
export function SideNav({ label, parts, children }: Props) {
  const { t } = useTranslation(['staff', 'common']);
  const { signIn } = useSignIn();
  const { data: me } = useMe();
  return (
    <Box
      component="nav"
      aria-label={label}
      sx={{
        display: 'flex',
        flexDirection: { xs: 'row', md: 'column' },
        alignItems: 'center',
        gap: 0.5,
        width: { xs: '100%', md: 76 },
        flexShrink: 0,
        overflowX: { xs: 'auto', md: 'visible' },
        overflowY: { md: 'auto' },
        py: { xs: 0, md: 1 },
        px: { xs: 1, md: 0 },
        order: { xs: 2, md: 0 },
        bgcolor: 'background.paper',
        boxShadow: (theme) => `0 0 0 1px ${theme.palette.divider}`,
        zIndex: 1,
      }}
    >
      <Box
        component="a"
        href="/"
        aria-label={t('common:productName')}
        sx={{ p: 1, display: { xs: 'none', md: 'block' } }}
      >
        <Brand compact />
      </Box>
      {parts
        .filter(({ permission }) => me?.permissions.includes(permission))
        .map(({ name, icon: Icon, ...place }) => (
          <ButtonBase
            key={name}
            {...('to' in place ? { component: NavLink, to: place.to } : { component: 'a', href: place.href })}
            sx={{
              flexDirection: 'column',
              gap: 0.25,
              flex: { xs: '1 0 auto', md: '0 0 auto' },
              minWidth: { xs: 56, md: 0 },
              width: { md: '100%' },
              py: 1,
              fontSize: '0.72rem',
              color: 'text.secondary',
              '&:hover': { bgcolor: 'action.hover' },
              '&.active': { color: 'primary.main', fontWeight: 700, bgcolor: 'action.selected' },
            }}
          >
            <Icon aria-hidden sx={{ fontSize: 22 }} />
            {name}
          </ButtonBase>
        ))}
      <Box sx={{ flex: { xs: 0, md: 1 } }} />
      {children}
      <ModeSwitch />
      <LanguageSwitch />
      <Tooltip title={me ? `${t('signOut')} (${me.name})` : t('signOut')}>
        <IconButton aria-label={t('signOut')} onClick={() => void signIn.signOut()}>
          <SignOutIcon fontSize="small" />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
