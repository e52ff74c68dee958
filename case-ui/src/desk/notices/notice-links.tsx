import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import { Link } from 'react-router';
import { formatCode } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useServices } from '#ui/reference/use-reference.query.ts';
import type { OverdueRequest } from './notice-data.ts';

/** Links to the requests that a daily list names. */
export function NoticeLinks({ items }: { items: readonly OverdueRequest[] }) {
  const { locale, pick } = useLocale();
  const services = useServices();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, mt: 0.5, p: 0 }}>
      {items.map(({ trackingCode, service }) => {
        const known = services.data?.find(({ key }) => key === service);
        return (
          <Box component="li" key={trackingCode} sx={{ py: 0.25 }}>
            <MuiLink component={Link} to={`/desk/requests/${trackingCode}`} data-row={trackingCode}>
              {formatCode(trackingCode, locale)}
            </MuiLink>{' '}
            {known && pick(known.name)}
          </Box>
        );
      })}
    </Box>
  );
}
