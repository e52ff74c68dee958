import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RequestSummary } from '../../../../api/contract/requests.ts';
import { formatDate } from '../../../../ui/format/dates.ts';
import { useLocale } from '../../../../ui/i18n/use-locale.ts';
import { ROW_HEIGHT } from '../../../../ui/theme/tokens.ts';

type Props = { request: RequestSummary; to: string; open: boolean; subject: string };

/** One request in one line: what about, how it stands, since when. */
export function RequestRow({ request, to, open, subject }: Props) {
  const { t } = useTranslation('words');
  const { locale } = useLocale();
  return (
    <Box component="li">
      <Box
        component={Link}
        to={to}
        data-row
        aria-current={open ? 'true' : undefined}
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          height: ROW_HEIGHT,
          fontSize: '0.9rem',
          px: 1.5,
          color: 'text.primary',
          textDecoration: 'none',
          borderBottom: 1,
          borderColor: 'divider',
          borderInlineStart: '3px solid transparent',
          '&:hover': { bgcolor: 'action.hover' },
          '&[aria-current]': {
            bgcolor: 'action.selected',
            borderInlineStartColor: (theme) => theme.palette.primary.main,
          },
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        <Box component="span" sx={{ fontWeight: 600, flexShrink: 0, maxWidth: '40%' }} className="ellipsis">
          {subject}
        </Box>
        <Box component="span" dir="auto" sx={{ flex: 1, color: 'text.secondary' }} className="ellipsis">
          {request.excerpt}
        </Box>
        <Box component="span" sx={{ fontSize: '0.8rem', whiteSpace: 'nowrap' }}>
          {t(`status.${request.status}`)}
        </Box>
        <Box
          component="span"
          sx={{
            fontSize: '0.8rem',
            color: 'text.secondary',
            whiteSpace: 'nowrap',
            display: { xs: 'none', xl: 'inline' },
          }}
        >
          {formatDate(request.receivedAt, locale)}
        </Box>
      </Box>
    </Box>
  );
}
