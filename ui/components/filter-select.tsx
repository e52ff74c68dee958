import TextField from '@mui/material/TextField';

type Props = {
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  /** Label of "all"; without it an option must always be selected. */
  all?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
};

/** Compact select in a row of filters. */
export function FilterSelect({ id, label, value, options, all, disabled = false, onChange }: Props) {
  return (
    <TextField
      id={id}
      select
      label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
      sx={{ flex: '1 1 120px', minWidth: 0, maxWidth: 260, '& select': { py: 0.5, fontSize: '0.85rem' } }}
    >
      {all !== undefined && <option value="">{all}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
