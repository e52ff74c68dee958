import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';

type Props = {
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  /** Offers "all", whose value is empty. */
  withAll?: boolean;
  onChange: (value: string) => void;
};

/** Compact select in a row of filters. */
export function DeskFilterSelect({ id, label, value, options, withAll = true, onChange }: Props) {
  const { t } = useTranslation('desk');
  return (
    <TextField
      id={id}
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ flex: '1 1 120px', minWidth: 0, '& select': { py: 0.5, fontSize: '0.85rem' } }}
    >
      {withAll && <option value="">{t('filter.all')}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
