import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { decisionSheets, type DiffEntry } from '#common/process-files/diff/index.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { RowsSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

const SIGNS = { added: '+', removed: '−', changed: '≠' } as const;
const COLOURS = { added: 'success.main', removed: 'error.main', changed: 'warning.main' } as const;

/** Decision tables of the new version; changed rules and cells are marked with a sign, a word and a line. */
export function DecisionDiffTables({
  xml,
  changes,
  selected,
}: {
  xml: string;
  changes: readonly DiffEntry[];
  selected: string | null;
}) {
  const { t } = useTranslation('release');
  const { locale } = useLocale();
  const { data, error } = useQuery({
    queryKey: ['decision-sheets', xml],
    queryFn: () => decisionSheets(xml),
    staleTime: Infinity,
  });
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <RowsSkeleton />;
  const changeOf = (id: string) =>
    changes.find(({ subjectType, subject }) => subjectType === 'rule' && subject === id);
  return data.map((sheet) => (
    <Box key={sheet.id} sx={{ mb: 2 }}>
      <Typography variant="subtitle2">
        {sheet.name} · <bdi>{sheet.hitPolicy}</bdi>
      </Typography>
      <TableContainer sx={{ maxHeight: 420 }}>
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell>{t('rule')}</TableCell>
              {sheet.columns.map(({ id, label, kind }) => (
                <TableCell key={id} sx={kind === 'output' ? { fontWeight: 700 } : {}}>
                  {label}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {sheet.rules.map((rule, at) => {
              const change = changeOf(rule.id);
              return (
                <TableRow key={rule.id} selected={selected === rule.id}>
                  <TableCell
                    sx={change ? { borderInlineStart: 4, borderInlineStartColor: COLOURS[change.kind] } : {}}
                  >
                    {formatNumber(at + 1, locale)}{' '}
                    {change && (
                      <Box
                        component="span"
                        sx={{ color: COLOURS[change.kind], fontWeight: 700 }}
                        title={t(`kind.${change.kind}`)}
                      >
                        {SIGNS[change.kind]}
                      </Box>
                    )}
                  </TableCell>
                  {rule.cells.map((cell, column) => {
                    const fact =
                      change?.kind === 'changed' &&
                      change.facts.find(
                        ({ aspect, of }) => aspect === 'cell' && of === sheet.columns[column]?.id,
                      );
                    return (
                      <TableCell
                        key={sheet.columns[column]?.id ?? column}
                        sx={fact ? { outline: 2, outlineOffset: -2, outlineColor: 'warning.main' } : {}}
                      >
                        {fact && (
                          <>
                            <del>
                              <bdi dir="ltr">{fact.before ?? t('nothing')}</bdi>
                            </del>{' '}
                          </>
                        )}
                        <bdi dir="ltr">{cell || '—'}</bdi>
                      </TableCell>
                    );
                  })}
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </TableContainer>
    </Box>
  ));
}
