import LateIcon from '@mui/icons-material/ErrorOutlined';
import HandedIcon from '@mui/icons-material/MoveToInboxOutlined';
import RemindIcon from '@mui/icons-material/Schedule';
import DigestIcon from '@mui/icons-material/SummarizeOutlined';
import WarnIcon from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { NoticeKind, StaffNotice } from '#common/contract/notices.ts';
import { formatBothCalendars, formatMoment } from '#ui/format/dates.ts';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices } from '#ui/reference/use-reference.query.ts';
import { parseNoticeData } from './notice-data.ts';
import { NoticeLinks } from './notice-links.tsx';
import { useNoticeSentence } from './use-notice-sentence.ts';

const LOOKS = {
  remind: { icon: RemindIcon, colour: 'text.secondary' },
  warn: { icon: WarnIcon, colour: 'warning.main' },
  escalated: { icon: LateIcon, colour: 'error.main' },
  'handed-over': { icon: HandedIcon, colour: 'error.main' },
  digest: { icon: DigestIcon, colour: 'text.secondary' },
} as const satisfies Record<NoticeKind, { icon: typeof WarnIcon; colour: string }>;

type Props = { notice: StaffNotice; onRead: () => void; busy: boolean };

/** One notice: its text, its request, its age. Opening the request marks the notice as read. */
export function NoticeRow({ notice, onRead, busy }: Props) {
  const { t } = useTranslation('notices');
  const { locale, pick } = useLocale();
  const sentence = useNoticeSentence()(notice);
  const services = useServices();
  const service = services.data?.find(({ key }) => key === notice.service);
  const unread = notice.readAt === null;
  const { icon: Icon, colour } = LOOKS[notice.kind];
  const { items } = parseNoticeData(notice);
  return (
    <Box
      component="li"
      data-notice={notice.id}
      sx={{
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        alignItems: 'flex-start',
        gap: 1,
        px: 1.5,
        py: 1,
        borderBottom: 1,
        borderColor: 'divider',
        borderInlineStart: '3px solid transparent',
        ...(unread && { borderInlineStartColor: (theme) => theme.palette.primary.main }),
      }}
    >
      <Icon aria-hidden sx={{ fontSize: 20, color: colour, mt: 0.5, flexShrink: 0 }} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: unread ? 700 : 400 }}>{sentence}</Typography>
        <Typography
          variant="body2"
          component="div"
          sx={{ color: 'text.secondary', display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}
        >
          {unread && (
            <Box component="span" sx={{ color: 'primary.main', fontWeight: 600 }}>
              {t('new')}
            </Box>
          )}
          {notice.trackingCode && (
            <MuiLink
              component={Link}
              to={`/desk/requests/${notice.trackingCode}`}
              data-row={notice.id}
              onClick={() => unread && onRead()}
            >
              {formatCode(notice.trackingCode, locale)}
            </MuiLink>
          )}
          {service && <span>{pick(service.name)}</span>}
          <time dateTime={notice.deliveredAt} title={formatBothCalendars(notice.deliveredAt, locale)}>
            {formatMoment(notice.deliveredAt, locale)}
          </time>
        </Typography>
        {items.length > 0 && <NoticeLinks items={items} />}
      </Box>
      {unread && (
        <Button
          variant="outlined"
          disabled={busy}
          onClick={onRead}
          aria-label={`${t('read')}: ${sentence}`}
          sx={{ flexShrink: 0, ml: { xs: 3.5, sm: 0 } }}
        >
          {t('read')}
        </Button>
      )}
    </Box>
  );
}
