import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';

export const VARIABLE_KINDS = ['text', 'number', 'boolean', 'null', 'json'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];
export type TypedVariable = { name: string; kind: VariableKind; value: string };

export const NO_VARIABLE: TypedVariable = { name: '', kind: 'text', value: '' };

/** Returns the variable as sent to the engine; undefined while it is incomplete or does not fit its type. */
export function readVariable({ name, kind, value }: TypedVariable): Record<string, unknown> | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  if (kind === 'null') return { [name]: null };
  if (kind === 'text') return { [name]: value };
  if (kind === 'boolean')
    return value === 'true' || value === 'false' ? { [name]: value === 'true' } : undefined;
  if (kind === 'number')
    return value.trim() !== '' && Number.isFinite(Number(value)) ? { [name]: Number(value) } : undefined;
  try {
    return { [name]: JSON.parse(value) as unknown };
  } catch {
    return undefined;
  }
}

type Props = { value: TypedVariable; onChange: (value: TypedVariable) => void };

/** One variable with its type. */
export function VariableFields({ value, onChange }: Props) {
  const { t } = useTranslation('batchOperations');
  const wrong = value.name !== '' && value.value !== '' && !readVariable(value);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <TextField
        label={t('variable.name')}
        value={value.name}
        onChange={({ target }) => onChange({ ...value, name: target.value })}
        size="small"
        required
        slotProps={{ htmlInput: { dir: 'ltr', maxLength: 80 } }}
      />
      <TextField
        select
        label={t('variable.kind')}
        value={value.kind}
        onChange={({ target }) => onChange({ ...value, kind: target.value as VariableKind })}
        size="small"
        sx={{ minWidth: 120 }}
      >
        {VARIABLE_KINDS.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {t(`variable.kinds.${kind}`)}
          </MenuItem>
        ))}
      </TextField>
      {value.kind !== 'null' && (
        <TextField
          label={t('variable.value')}
          value={value.value}
          onChange={({ target }) => onChange({ ...value, value: target.value })}
          size="small"
          error={wrong}
          helperText={wrong ? t('variable.wrong') : undefined}
          sx={{ flex: '1 1 160px' }}
          slotProps={{ htmlInput: { dir: 'auto', maxLength: 2000 } }}
        />
      )}
    </Box>
  );
}
