import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '#common/contract/instances.ts';
import { useNow } from '#ui/components/use-now.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ElementButton } from '../element-button.tsx';
import { InstanceState } from '../instance-state.tsx';
import { SimpleTable } from '../simple-table.tsx';
import { secondsBetween, useDuration } from '../use-duration.ts';
import type { NameOf } from './use-element-names.ts';

type Props = { instance: InstanceView; nameOf: NameOf; onSelect: (elementId: string) => void };

/** Every element instance with its times, in order of activation. */
export function PathTable({ instance, nameOf, onSelect }: Props) {
  const { t } = useTranslation('instances');
  const { locale } = useLocale();
  const lasts = useDuration();
  const now = useNow();
  return (
    <SimpleTable
      label={t('tabs.path')}
      columns={[t('columns.element'), t('columns.began'), t('columns.lasted'), t('columns.state')]}
    >
      {instance.path.map(({ elementKey, elementId, startedAt, endedAt, state }) => (
        <TableRow key={elementKey}>
          <TableCell>
            <ElementButton name={nameOf(elementId)} onShow={() => onSelect(elementId)} />
          </TableCell>
          <TableCell>{formatMoment(startedAt, locale)}</TableCell>
          <TableCell>{lasts(secondsBetween(startedAt, endedAt ?? now.getTime()))}</TableCell>
          <TableCell>
            <InstanceState state={state} incident={false} />
          </TableCell>
        </TableRow>
      ))}
    </SimpleTable>
  );
}
