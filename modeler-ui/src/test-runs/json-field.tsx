import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';

type Props = {
  label: string;
  text: string;
  onChange: (text: string) => void;
  rows?: number;
};

/** Parses a text as a JSON object; undefined if it is not one. */
export function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

export const writeObject = (value: object): string => JSON.stringify(value, null, 2);

/** JSON input for variables, left to right in any language. */
export function JsonField({ label, text, onChange, rows = 6 }: Props) {
  const { t } = useTranslation('testRuns');
  const wrong = readObject(text) === undefined;
  return (
    <TextField
      label={label}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      multiline
      fullWidth
      minRows={Math.min(rows, 4)}
      maxRows={rows}
      error={wrong}
      helperText={wrong ? t('noJson') : undefined}
      slotProps={{
        htmlInput: { dir: 'ltr', spellCheck: false, style: { fontFamily: 'monospace', fontSize: 13 } },
      }}
    />
  );
}
