import Alert from '@mui/material/Alert';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { StartBatchForm } from '../batches/start-batch-form.tsx';
import { useMigrationCommand } from './use-migration.mutation.ts';

const MIN_REASON_LENGTH = 3;

/** Starts a planned migration after its number of cases has been typed. */
export function StartMigrationForm({ migration }: { migration: MigrationWithCounts }) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  const mayMigrate = useHasPermission('process:deploy');
  const start = useMigrationCommand(migration.id);
  const [reason, setReason] = useState('');
  const { movable: confirm, confidential, total, version } = migration;
  if (confirm === 0 && confidential === 0)
    return total > 0 ? <Alert severity="info">{t('start.nothing')}</Alert> : null;
  if (!mayMigrate) return <Alert severity="info">{t('start.onlyAdmins')}</Alert>;
  const body = { confirm, reason: reason.trim(), expectedVersion: version };
  return (
    <StartBatchForm
      count={confirm}
      texts={{
        count: t('start.number'),
        help: t('start.confirm', { value: formatNumber(confirm, locale) }),
        submit: t('start.submit'),
      }}
      command={start}
      ready={body.reason.length >= MIN_REASON_LENGTH}
      onStart={() => start.mutate({ verb: 'start', body })}
    >
      <Typography variant="h6" component="h2">
        {t('start.title')}
      </Typography>
      <TextField
        label={t('start.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        required
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </StartBatchForm>
  );
}
