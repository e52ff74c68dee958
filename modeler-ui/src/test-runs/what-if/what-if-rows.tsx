import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { WhatIfRows } from '#common/contract/what-ifs.ts';
import { MoreButton } from '#modeler-ui/shell/more-button.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useWhatIfRows } from '../use-test-runs.query.ts';

type Row = WhatIfRows['items'][number];

/** Requests that would have had a different result: their facts, and what each rule said. */
export function WhatIfRowsTable({ id, found }: { id: string; found: number }) {
  const { t } = useTranslation('testRuns');
  const query = useWhatIfRows(id, found);
  const { data, error, refetch } = query;
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Typography variant="body2" color="text.secondary">
        {t('whatIf.anonymous')}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('whatIf.facts')}</TableCell>
            <TableCell>{t('whatIf.runs')}</TableCell>
            <TableCell>{t('whatIf.draft')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {data.pages
            .flatMap(({ items }) => items)
            .map((row) => (
              <TableRow key={row.place} sx={{ verticalAlign: 'top' }}>
                <TableCell>
                  <bdi dir="ltr">
                    {[
                      row.trackingCode,
                      ...['service', 'region', 'channel'].map((key) => row.facts[key]),
                      ...keywords(row),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </bdi>
                </TableCell>
                <Said values={row.before} rule={row.beforeRule} />
                <Said values={row.after} rule={row.afterRule} />
              </TableRow>
            ))}
        </TableBody>
      </Table>
      <MoreButton query={query}>{t('more')}</MoreButton>
    </Box>
  );
}

const keywords = ({ facts }: Row): unknown[] => (Array.isArray(facts['keywords']) ? facts['keywords'] : []);

function Said({ values, rule }: { values: Row['before']; rule: Row['beforeRule'] }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  return (
    <TableCell>
      <bdi dir="ltr">
        {Object.entries(values)
          .filter(([name]) => name !== 'rule' && name !== 'certain')
          .sort(([a], [b]) => a.localeCompare(b))
          .map(([, value]) => (value === null ? t('whatIf.none') : String(value)))
          .join(' · ')}
      </bdi>
      <Typography variant="body2" color="text.secondary">
        {rule === null
          ? t('whatIf.noRule')
          : `${t('whatIf.rule', { number: formatNumber(rule.index ?? 0, locale) })}${rule.why ? `: ${pick(rule.why)}` : ''}`}
      </Typography>
    </TableCell>
  );
}
