import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatDate } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useMigratableVersions } from './use-migrations.query.ts';

export type VersionPair = { processKey: string; from: number | undefined; to: number | undefined };

type Props = { chosen: VersionPair; onChoose: (versions: VersionPair) => void };

/** Selects a process and the two versions to migrate between; the target defaults to the newest. */
export function VersionPairSelect({ chosen, onChoose }: Props) {
  const { t } = useTranslation('instanceMigration');
  const { locale, pick } = useLocale();
  const { data, error, refetch } = useMigratableVersions();
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  const newest = [...new Map([...data].reverse().map((item) => [item.processKey, item])).values()];
  const versions = data.filter(({ processKey }) => processKey === chosen.processKey);
  const choose = (processKey: string) => {
    const [now, before] = data.filter((one) => one.processKey === processKey);
    onChoose({ processKey, from: before?.version, to: before && now?.version });
  };
  const version = (field: 'from' | 'to') => (
    <TextField
      select
      label={t(`plan.${field}`)}
      value={chosen[field] ?? ''}
      onChange={({ target }) => onChoose({ ...chosen, [field]: Number(target.value) })}
      disabled={versions.length < 2}
      sx={{ flex: '1 1 200px' }}
    >
      {versions.map((one) => (
        <MenuItem
          key={one.version}
          value={one.version}
          disabled={one.version === chosen[field === 'from' ? 'to' : 'from']}
        >
          {t('plan.version', {
            version: formatNumber(one.version, locale),
            at: formatDate(one.deployedAt, locale),
          })}
        </MenuItem>
      ))}
    </TextField>
  );
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, my: 2 }}>
        <TextField
          select
          label={t('plan.process')}
          value={newest.some(({ processKey }) => processKey === chosen.processKey) ? chosen.processKey : ''}
          onChange={({ target }) => choose(target.value)}
          sx={{ flex: '2 1 240px' }}
        >
          {newest.map(({ processKey, name }) => (
            <MenuItem key={processKey} value={processKey}>
              {name ? pick(name) : processKey}
            </MenuItem>
          ))}
        </TextField>
        {version('from')}
        {version('to')}
      </Box>
      {chosen.processKey && versions.length === 1 && <Alert severity="info">{t('plan.oneVersion')}</Alert>}
    </>
  );
}
