import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '#common/contract/instances.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ElementButton } from '../element-button.tsx';
import { SimpleTable } from '../simple-table.tsx';
import type { NameOf } from './use-element-names.ts';

type Props = { instance: InstanceView; nameOf: NameOf; onSelect: (elementId: string) => void };

/** Incidents of an instance, open and resolved, latest first. */
export function IncidentsTable({ instance, nameOf, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  if (instance.incidents.length === 0) return <Typography>{t('none.incidents')}</Typography>;
  return (
    <SimpleTable
      label={t('tabs.incidents')}
      columns={[t('columns.element'), t('columns.error'), t('columns.state'), t('columns.began')]}
    >
      {instance.incidents.map(({ key, elementId, errorType, message, state, createdAt }) => (
        <TableRow key={key}>
          <TableCell>
            {elementId && <ElementButton name={nameOf(elementId)} onShow={() => onSelect(elementId)} />}
          </TableCell>
          <TableCell>
            <code dir="ltr">{errorType}</code>
            <Typography variant="body2" component="div">
              <bdi>{message}</bdi>
            </Typography>
          </TableCell>
          <TableCell sx={{ color: state === 'open' ? 'error.main' : undefined }}>
            {t(`incidentStates.${state}`)}
          </TableCell>
          <TableCell>{formatMoment(createdAt, locale)}</TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
