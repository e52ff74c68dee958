import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { Bottleneck } from '#common/contract/instances.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber, formatShare } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments } from '#ui/reference/use-reference.query.ts';
import { SimpleTable } from '../simple-table.tsx';
import { useDuration } from '../use-duration.ts';

/** Elements where cases wait, longest first. The bar relates the median wait to the longest median. */
export function BottleneckTable({ items }: { items: readonly Bottleneck[] }) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const lasts = useDuration();
  const departments = useDepartments().data;
  const longest = Math.max(1, ...items.map(({ median }) => median ?? 0));
  const share = (late: number, all: number) =>
    all === 0
      ? '–'
      : t('waits.share', {
          share: formatShare(late, all, locale),
          late: formatNumber(late, locale),
          all: formatNumber(all, locale),
        });
  const listOf = ({ processKey, elementId }: Bottleneck) =>
    `/instances?${new URLSearchParams({ processKey, elementId, state: 'active' })}`;
  return (
    <Box sx={{ overflowX: 'auto', mt: 2 }}>
      <SimpleTable
        label={t('waits.intro')}
        columns={[
          t('waits.place'),
          t('waits.department'),
          t('waits.target'),
          t('waits.waiting'),
          t('waits.median'),
          t('waits.oldest'),
          t('waits.late'),
          t('waits.done'),
          t('waits.doneMedian'),
          t('waits.doneLate'),
        ]}
      >
        {items.map((one) => {
          const department = departments?.find(({ slug }) => slug === one.department);
          return (
            <TableRow key={`${one.processKey} ${one.elementId} ${one.department}`}>
              <TableCell sx={{ minWidth: 160 }}>
                <Link component={RouterLink} to={listOf(one)}>
                  {one.name ? pick(one.name) : one.elementId}
                </Link>
                <Typography variant="caption" component="div" color="text.secondary">
                  {one.processName ? pick(one.processName) : one.processKey}
                </Typography>
              </TableCell>
              <TableCell>{department ? pick(department.name) : one.department}</TableCell>
              <TableCell>
                {one.stageHours !== null && t('waits.hours', { value: formatNumber(one.stageHours, locale) })}
              </TableCell>
              <TableCell>{formatNumber(one.waiting, locale)}</TableCell>
              <TableCell sx={{ minWidth: 110 }}>
                {lasts(one.median)}
                <Box
                  aria-hidden
                  sx={{
                    height: 4,
                    mt: 0.5,
                    bgcolor: 'primary.main',
                    width: `${(100 * (one.median ?? 0)) / longest}%`,
                  }}
                />
              </TableCell>
              <TableCell>{one.oldest && formatMoment(one.oldest, locale)}</TableCell>
              <TableCell sx={{ color: one.late > 0 ? 'error.main' : undefined }}>
                {share(one.late, one.withDeadline)}
              </TableCell>
              <TableCell>{formatNumber(one.done, locale)}</TableCell>
              <TableCell>{lasts(one.doneMedian)}</TableCell>
              <TableCell>{share(one.doneLate, one.doneWithDeadline)}</TableCell>
            </TableRow>
          );
        })}
      </SimpleTable>
    </Box>
  );
}
