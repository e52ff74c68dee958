import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { EngineHealth } from '#common/contract/engine-health.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { type Level, Signal } from './signal.tsx';

/** Maximum lag of the read side. Records normally reach the screens within seconds; users notice a longer
 *  delay. */
const MAX_LAG_MS = 10_000;
const LONG_WAIT_S = 60;

/** Overview: what is healthy, what is not, and what to do. */
export function EngineSignals({ health }: { health: EngineHealth }) {
  const { t } = useTranslation('engine');
  const { locale } = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const { reachable, brokers, readSide, outbox, workers, openIncidents, stuckSteps, disk } = health;
  const parts = brokers.flatMap(({ partitions }) => partitions);
  const sick = parts.filter((one) => one.health !== 'healthy').length;
  const led = parts.filter(({ role }) => role === 'leader').length;
  const ill = sick > 0 || led !== new Set(parts.map(({ partition }) => partition)).size;
  const lag = readSide.lagMs === null ? null : Math.round(readSide.lagMs / 1000);
  const unserved = workers.filter(({ served, open }) => !served && open > 0).length;
  const few = (value: number, bad: Level): Level => (value === 0 ? 'good' : bad);
  return (
    <Box component="ul" aria-label={t('signals')} sx={{ listStyle: 'none', m: 0, mb: 2, p: 0 }}>
      <Signal level={reachable ? 'good' : 'bad'} next={t('reach.next')}>
        {t(reachable ? 'reach.yes' : 'reach.no')}
      </Signal>
      {reachable && (
        <Signal level={ill ? 'bad' : 'good'} next={t('partitions.next')}>
          {ill
            ? t('partitions.sick', { number: number(sick) })
            : t('partitions.well', { number: number(led) })}
        </Signal>
      )}
      <Signal
        level={lag === null || lag * 1000 > MAX_LAG_MS ? 'warning' : 'good'}
        next={t(lag === null ? 'lag.unknownNext' : 'lag.next')}
      >
        {lag === null ? t('lag.unknown') : t('lag.is', { count: lag, number: number(lag) })}
      </Signal>
      <Signal level={few(readSide.quarantined, 'bad')} next={t('quarantine.next')}>
        {t('quarantine.count', { count: readSide.quarantined, number: number(readSide.quarantined) })}
      </Signal>
      <Signal
        level={outbox.triedAgain > 0 || outbox.oldestSeconds > LONG_WAIT_S ? 'warning' : 'good'}
        next={t('outbox.next')}
      >
        {t('outbox.count', { count: outbox.waiting, number: number(outbox.waiting) })}{' '}
        {outbox.triedAgain > 0 &&
          t('outbox.refused', { count: outbox.triedAgain, number: number(outbox.triedAgain) })}{' '}
        {outbox.lastError && <bdi dir="ltr">{outbox.lastError}</bdi>}
      </Signal>
      <Signal level={few(unserved, 'bad')} next={t('workers.next')}>
        {t('workers.unserved', { count: unserved, number: number(unserved) })}
      </Signal>
      {disk && (
        <Signal level={disk.low ? 'bad' : 'good'} next={t('disk.next')}>
          {t('disk.free', { number: number(disk.freeMb) })}
        </Signal>
      )}
      <Signal level={few(openIncidents, 'warning')} next={t('incidents.next')}>
        {t('incidents.count', { count: openIncidents, number: number(openIncidents) })}
      </Signal>
      <Signal level={few(stuckSteps, 'warning')} next={t('stuck.next')}>
        {t('stuck.count', { count: stuckSteps, number: number(stuckSteps) })}
      </Signal>
    </Box>
  );
}
