import BellIcon from '@mui/icons-material/NotificationsOutlined';
import Badge from '@mui/material/Badge';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useUnreadNotices } from './use-notices.query.ts';

const MAX_SHOWN = 99;

/** Link to the notices, with the unread count. */
export function NoticesBell() {
  const { t } = useTranslation('notices');
  const { locale } = useLocale();
  const unread = useUnreadNotices().data ?? 0;
  const name = t('bell', { count: unread, value: formatNumber(unread, locale) });
  const shown = `${formatNumber(Math.min(unread, MAX_SHOWN), locale)}${unread > MAX_SHOWN ? '+' : ''}`;
  return (
    <Tooltip title={name}>
      <IconButton
        component={NavLink}
        to="/desk/notices"
        aria-label={name}
        sx={{ '&.active': { color: 'primary.main', bgcolor: 'action.selected' } }}
      >
        <Badge badgeContent={shown} invisible={unread === 0} color="error">
          <BellIcon fontSize="small" />
        </Badge>
      </IconButton>
    </Tooltip>
  );
}
