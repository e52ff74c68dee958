import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import type { EngineHealth } from '#common/contract/engine-health.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { SimpleTable } from '../instances/simple-table.tsx';
import { Section } from './section.tsx';

/** Components of the engine and of the read side, one row each. */
export function EngineTables({ health }: { health: EngineHealth }) {
  const { t } = useTranslation('engine');
  const { locale } = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const code = (text: string) => (
    <Box component="bdi" dir="ltr" sx={{ overflowWrap: 'anywhere' }}>
      {text}
    </Box>
  );
  return (
    <>
      <Section title={t('brokers.title')} empty={health.brokers.length === 0 && t('brokers.none')}>
        <SimpleTable
          label={t('brokers.title')}
          columns={[t('brokers.address'), t('brokers.version'), t('partition'), t('role'), t('health')]}
        >
          {health.brokers.flatMap(({ nodeId, host, port, version, partitions }) =>
            partitions.map(({ partition, role, health: state }) => (
              <TableRow key={`${nodeId} ${partition}`}>
                <TableCell>{code(`${host}:${port}`)}</TableCell>
                <TableCell>{code(version)}</TableCell>
                <TableCell>{number(partition)}</TableCell>
                <TableCell>{t(`roles.${role}`)}</TableCell>
                <TableCell>{t(`healths.${state}`)}</TableCell>
              </TableRow>
            )),
          )}
        </SimpleTable>
      </Section>
      <Section
        title={t('readSide.title')}
        empty={health.readSide.exporters.length === 0 && t('readSide.none')}
      >
        <SimpleTable
          label={t('readSide.title')}
          columns={[t('readSide.exporter'), t('partition'), t('readSide.position'), t('readSide.recordAt')]}
        >
          {health.readSide.exporters.map(({ exporter, partition, position, recordAt }) => (
            <TableRow key={`${exporter} ${partition}`}>
              <TableCell>{code(exporter)}</TableCell>
              <TableCell>{number(partition)}</TableCell>
              <TableCell>{code(position)}</TableCell>
              <TableCell>{formatMoment(recordAt, locale)}</TableCell>
            </TableRow>
          ))}
        </SimpleTable>
      </Section>
      <Section title={t('workers.title')}>
        <SimpleTable
          label={t('workers.title')}
          columns={[
            t('workers.type'),
            t('workers.served'),
            t('workers.open'),
            t('workers.failed'),
            t('workers.oldest'),
          ]}
        >
          {health.workers.map(({ type, served, open, failed, oldest }) => (
            <TableRow key={type}>
              <TableCell>{code(type)}</TableCell>
              <TableCell>{t(served ? 'workers.yes' : 'workers.no')}</TableCell>
              <TableCell>{number(open)}</TableCell>
              <TableCell>{number(failed)}</TableCell>
              <TableCell>{oldest && formatMoment(oldest, locale)}</TableCell>
            </TableRow>
          ))}
        </SimpleTable>
      </Section>
    </>
  );
}
