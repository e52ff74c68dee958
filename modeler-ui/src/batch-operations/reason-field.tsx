import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';

const MIN_REASON_LENGTH = 5;

export const isValidReason = (text: string): boolean => text.trim().length >= MIN_REASON_LENGTH;

type Props = { value: string; onChange: (value: string) => void };

/** Reason for an action; it is recorded in the audit log. */
export function ReasonField({ value, onChange }: Props) {
  const { t } = useTranslation('batchOperations');
  return (
    <TextField
      label={t('reason.label')}
      helperText={t('reason.help')}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      required
      fullWidth
      size="small"
      slotProps={{ htmlInput: { maxLength: 500 } }}
    />
  );
}
