import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { FindInstances, InstanceCount } from '#common/contract/instances.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { isValidReason, ReasonField } from './reason-field.tsx';
import { useCreateBatchOperation } from './use-instance-action.mutation.ts';

const BULK_KINDS = ['retry', 'resolve', 'cancel'] as const;
type BulkKind = (typeof BULK_KINDS)[number];

type Props = {
  filter: FindInstances;
  selection: readonly string[];
  count: InstanceCount | undefined;
  onDone: () => void;
};

/** Creates a batch operation from the selected instances, or from all that match the filter: a fixed list,
 *  which is started on its own page once counted. */
export function BulkBar({ filter, selection, count, onDone }: Props) {
  const { t } = useTranslation('batchOperations');
  const { locale } = useLocale();
  const navigate = useNavigate();
  const create = useCreateBatchOperation();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<BulkKind>('retry');
  const [reason, setReason] = useState('');
  const meant = selection.length > 0 ? selection.length : (count?.count ?? 0);
  if (meant === 0) return null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!isValidReason(reason)) return;
    const list = selection.length > 0 ? { keys: [...selection] } : { filter };
    create.mutate(
      { action: { kind }, reason: reason.trim(), ...list },
      {
        onSuccess: ({ id }) => {
          onDone();
          void navigate(`/batch-operations/${id}`);
        },
      },
    );
  };
  const number = formatNumber(meant, locale);
  const label = selection.length > 0 ? t('bulk.chosen', { number }) : t('bulk.all', { number });
  if (!open)
    return (
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  return (
    <Box
      component="form"
      onSubmit={submit}
      aria-label={label}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, maxWidth: 640, py: 1 }}
    >
      <Typography>{t('bulk.about', { number })}</Typography>
      <TextField
        select
        size="small"
        label={t('bulk.kind')}
        value={kind}
        onChange={({ target }) => setKind(target.value as BulkKind)}
        sx={{ maxWidth: 320 }}
      >
        {BULK_KINDS.map((one) => (
          <MenuItem key={one} value={one}>
            {t(`kind.${one}`)}
          </MenuItem>
        ))}
      </TextField>
      <ReasonField value={reason} onChange={setReason} />
      {create.error && <ErrorNotice error={create.error} kept />}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button
          type="submit"
          variant="contained"
          disabled={!isValidReason(reason)}
          loading={create.isPending}
        >
          {t('bulk.plan')}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('act.cancel')}</Button>
      </Box>
    </Box>
  );
}
