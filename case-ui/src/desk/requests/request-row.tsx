import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { RequestSummary } from '#common/contract/requests.ts';
import { formatDate } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ListRow } from '../shell/list-row.tsx';

type Props = { request: RequestSummary; to: string; open: boolean; subject: string };

/** One request in one line: subject, status, age. */
export function RequestRow({ request, ...row }: Props) {
  const { t } = useTranslation('words');
  const { locale } = useLocale();
  return (
    <ListRow {...row} id={request.id} excerpt={request.excerpt}>
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
    </ListRow>
  );
}
