import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchOperation } from '#common/contract/batch-operations.ts';
import { asciiDigits } from '#common/text/persian-text.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import type { useBatchOperationCommand } from './use-instance-action.mutation.ts';

type Props = { operation: BatchOperation; command: ReturnType<typeof useBatchOperationCommand> };

/** Starts a planned operation after its size has been typed. */
export function StartBatchOperationForm({ operation, command }: Props) {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const [typed, setTyped] = useState('');
  const count = Number(asciiDigits(typed.trim()));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (count > 0) command.mutate({ verb: 'start', count });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <TextField
        size="small"
        label={t('start.count')}
        helperText={t('start.help', { number: formatNumber(operation.total, locale) })}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        autoComplete="off"
        required
        slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 8 } }}
      />
      <Button
        type="submit"
        variant="contained"
        disabled={count !== operation.total}
        loading={command.isPending}
        sx={{ alignSelf: 'flex-start' }}
      >
        {t('verb.start')}
      </Button>
    </Box>
  );
}
