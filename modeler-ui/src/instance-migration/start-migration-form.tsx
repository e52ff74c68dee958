import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import { asciiDigits } from '#common/text/persian-text.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useStartMigration } from './use-migration.mutation.ts';

const MIN_REASON_LENGTH = 3;

/** Starts a planned migration after its number of cases has been typed. */
export function StartMigrationForm({ migration }: { migration: MigrationWithCounts }) {
  const { t } = useTranslation('instanceMigration');
  const { locale } = useLocale();
  const mayMigrate = useHasPermission('process:deploy');
  const start = useStartMigration(migration.id);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  if (migration.movable === 0 && migration.confidential === 0)
    return migration.total > 0 ? <Alert severity="info">{t('start.nothing')}</Alert> : null;
  if (!mayMigrate) return <Alert severity="info">{t('start.onlyAdmins')}</Alert>;
  const confirm = /^\d+$/.test(asciiDigits(typed.trim())) ? Number(asciiDigits(typed.trim())) : undefined;
  const ready = confirm === migration.movable && reason.trim().length >= MIN_REASON_LENGTH;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (ready) start.mutate({ confirm, reason: reason.trim(), expectedVersion: migration.version });
  };
  return (
    <Box
      component="form"
      onSubmit={submit}
      aria-labelledby="start-heading"
      sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 560 }}
    >
      <Typography id="start-heading" variant="h6" component="h2">
        {t('start.title')}
      </Typography>
      <TextField
        label={t('start.reason')}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        required
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <Typography>{t('start.confirm', { value: formatNumber(migration.movable, locale) })}</Typography>
      <TextField
        label={t('start.number')}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        required
        autoComplete="off"
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        sx={{ maxWidth: 240 }}
      />
      {start.error && <ErrorNotice error={start.error} kept />}
      <Box>
        <Button type="submit" variant="contained" disabled={!ready} loading={start.isPending}>
          {t('start.submit')}
        </Button>
      </Box>
    </Box>
  );
}
