import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import {
  MIGRATION_BLOCKERS,
  type MigrationBlocker,
  type MigrationWithCounts,
} from '#common/contract/instance-migration.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { BatchItems, EngineDetail } from '../batches/batch-items.tsx';
import { StateLabel } from '../batches/state-label.tsx';
import { type MigrationItemFilter, useMigrationDiagrams, useMigrationItems } from './use-migrations.query.ts';

const SHOWN_STATES = ['waiting', 'done', 'refused', 'failed', 'unclear'] as const;

type Props = {
  migration: MigrationWithCounts;
  filter: MigrationItemFilter;
  onFilter: (filter: MigrationItemFilter) => void;
};

/** Cases of a migration, each with its result and the reason. */
export function MigrationItems({ migration, filter, onFilter }: Props) {
  const { t } = useTranslation('instanceMigration');
  const { pick } = useLocale();
  const tick = migration.states.map(({ state, count }) => `${state}${count}`).join();
  const items = useMigrationItems(migration.id, filter, tick);
  const [from] = migration.fromVersions;
  const { data: diagrams } = useMigrationDiagrams(
    from ? { processKey: migration.processKey, from, to: migration.toVersion } : undefined,
  );
  const nameOf = (id: string) => {
    const name = diagrams?.elements.find((element) => element.id === id)?.name;
    return name ? pick(name) : id;
  };
  const reason = MIGRATION_BLOCKERS.find((code) => code === filter.code);
  return (
    <BatchItems
      query={items}
      title={t('items.title')}
      none={t('items.none')}
      states={SHOWN_STATES.map((state) => ({ value: state, label: t(`itemState.${state}`) }))}
      state={SHOWN_STATES.find((state) => state === filter.state) ?? ''}
      onState={(state) => onFilter(state ? { state } : {})}
      aside={
        reason && (
          <Chip label={t(`reason.${reason}`)} onDelete={() => onFilter({})} sx={{ maxWidth: '100%' }} />
        )
      }
      row={(item) => (
        <>
          <Box sx={{ flex: '0 0 150px' }}>
            <StateLabel state={item.state}>{t(`itemState.${item.state}`)}</StateLabel>
          </Box>
          <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
            <Typography variant="body2">
              {t('items.at', { steps: item.at.map(nameOf).join(' · ') || '–' })}
            </Typography>
            {item.reasons.map((code: MigrationBlocker) => (
              <Typography key={code} variant="body2" color="text.secondary">
                {t(`reason.${code}`)}
              </Typography>
            ))}
            {item.detail && <EngineDetail>{item.detail}</EngineDetail>}
          </Box>
          <Box sx={{ flex: '0 1 auto' }}>
            <Typography variant="caption" component="p">
              <bdi>{t('items.instance', { key: item.instanceKey })}</bdi>
            </Typography>
            {item.newInstanceKey && (
              <Typography variant="caption" component="p">
                <bdi>{t('items.newInstance', { key: item.newInstanceKey })}</bdi>
              </Typography>
            )}
          </Box>
        </>
      )}
    />
  );
}
