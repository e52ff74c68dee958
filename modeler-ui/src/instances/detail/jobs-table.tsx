import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '#common/contract/instances.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ElementButton } from '../element-button.tsx';
import { SimpleTable } from '../simple-table.tsx';
import type { NameOf } from './use-element-names.ts';

type Props = { instance: InstanceView; nameOf: NameOf; onSelect: (elementId: string) => void };

/** Jobs of an instance, done and pending, latest first. */
export function JobsTable({ instance, nameOf, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  if (instance.jobs.length === 0) return <Typography>{t('none.jobs')}</Typography>;
  return (
    <SimpleTable
      label={t('tabs.jobs')}
      columns={[
        t('columns.element'),
        t('columns.job'),
        t('columns.state'),
        t('columns.retries'),
        t('columns.began'),
        t('columns.error'),
      ]}
    >
      {instance.jobs.map((job) => (
        <TableRow key={job.key}>
          <TableCell>
            <ElementButton name={nameOf(job.elementId)} onShow={() => onSelect(job.elementId)} />
          </TableCell>
          <TableCell>
            <code dir="ltr">{job.type}</code>
          </TableCell>
          <TableCell>{t(`jobStates.${job.state}`)}</TableCell>
          <TableCell>{formatNumber(job.retries, locale)}</TableCell>
          <TableCell>{formatMoment(job.createdAt, locale)}</TableCell>
          <TableCell>
            <bdi>{[job.errorCode, job.errorMessage].filter(Boolean).join(': ')}</bdi>
          </TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
