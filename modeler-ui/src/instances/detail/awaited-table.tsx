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

/** Timers and messages that an instance waits for. */
export function AwaitedTable({ instance, nameOf, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  if (instance.awaited.length === 0) return <Typography>{t('none.awaited')}</Typography>;
  return (
    <SimpleTable
      label={t('tabs.awaited')}
      columns={[t('columns.element'), t('columns.what'), t('columns.due'), t('columns.began')]}
    >
      {instance.awaited.map((thing) => (
        <TableRow key={thing.key}>
          <TableCell>
            <ElementButton name={nameOf(thing.elementId)} onShow={() => onSelect(thing.elementId)} />
          </TableCell>
          <TableCell>
            {thing.kind === 'timer' ? (
              t('awaited.timer')
            ) : (
              <>
                {t('awaited.message', { name: thing.messageName })}
                <Typography variant="caption" component="div" color="text.secondary">
                  {t('awaited.correlation')} <bdi>{thing.correlationKey}</bdi>
                </Typography>
              </>
            )}
          </TableCell>
          <TableCell>{thing.dueAt && formatMoment(thing.dueAt, locale)}</TableCell>
          <TableCell>{formatMoment(thing.since, locale)}</TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
