import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { InstanceVariable, InstanceView } from '#common/contract/instances.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { linkToSameValue } from '../list/instance-filter.ts';
import { SimpleTable } from '../simple-table.tsx';
import type { NameOf } from './use-element-names.ts';

type Props = { instance: InstanceView; nameOf: NameOf };

/** Current variables with their former values, and a link to other instances with the same value. */
export function InstanceVariablesTable({ instance, nameOf }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const { withheld } = instance;
  const note = withheld > 0 && (
    <Typography color="text.secondary" sx={{ my: 1 }}>
      {t('variables.withheld', { count: withheld, number: formatNumber(withheld, locale) })}
    </Typography>
  );
  if (instance.variables.length === 0) return note || <Typography>{t('variables.none')}</Typography>;
  const placeOf = ({ scopeKey }: InstanceVariable) =>
    instance.path.find(({ elementKey }) => elementKey === scopeKey)?.elementId ?? null;
  return (
    <>
      <SimpleTable
        label={t('tabs.variables')}
        columns={[t('columns.name'), t('columns.value'), t('variables.others')]}
      >
        {instance.variables.map((variable) => {
          const local = variable.scopeKey !== instance.key;
          const pivot = local || variable.cut ? null : linkToSameValue(variable.name, variable.value);
          return (
            <TableRow key={variable.key} sx={{ verticalAlign: 'top' }}>
              <TableCell>
                <code dir="ltr">{variable.name}</code>
                {local && (
                  <Typography variant="caption" component="div" color="text.secondary">
                    {t('variables.local', { element: nameOf(placeOf(variable)) })}
                  </Typography>
                )}
              </TableCell>
              <TableCell>
                <Value text={variable.value} cut={variable.cut} />
                {variable.history.length > 0 && <VariableHistory variable={variable} />}
              </TableCell>
              <TableCell>
                {pivot && (
                  <Link
                    component={RouterLink}
                    to={pivot}
                    aria-label={`${t('variables.others')}: ${variable.name}`}
                  >
                    {t('list.instances')}
                  </Link>
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </SimpleTable>
      {note}
    </>
  );
}

function Value({ text, cut }: { text: string; cut: boolean }) {
  const { t } = useTranslation('instances');
  return (
    <Box component="code" dir="ltr" sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {text}
      {cut && ` … (${t('variables.cut')})`}
    </Box>
  );
}

function VariableHistory({ variable: { history, changedAt } }: { variable: InstanceVariable }) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const ends = [...history.slice(1).map(({ at }) => at), changedAt];
  return (
    <Box component="details" sx={{ mt: 0.5 }}>
      <summary>
        {t('variables.history', { count: history.length, value: formatNumber(history.length, locale) })}
      </summary>
      {history
        .map(({ at, value }, place) => (
          <Box key={`${at} ${place}`} sx={{ mt: 0.5 }}>
            <Value text={value} cut={false} />
            <Typography variant="caption" component="div" color="text.secondary">
              {formatMoment(at, locale)} – {formatMoment(ends[place] ?? changedAt, locale)}
            </Typography>
          </Box>
        ))
        .reverse()}
    </Box>
  );
}
