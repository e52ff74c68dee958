import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readValue, writeValue } from './test-values.ts';

type Props = {
  label: string;
  value: unknown;
  readOnly: boolean;
  /** Takes the text as it is, without parsing numbers, lists and the like. */
  plain?: boolean;
  /** Called on leaving the cell with a changed value; undefined if it is empty. */
  onCommit: (value: unknown) => void;
};

/** Editable cell of a test row. */
export function ValueCell({ label, value, readOnly, plain = false, onCommit }: Props) {
  const { t } = useTranslation('decisions');
  const shown = plain ? String(value ?? '') : writeValue(value);
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const commit = () => {
    if (draft === null || draft === shown) return setDraft(null);
    try {
      onCommit(plain ? draft : readValue(draft));
      setDraft(null);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <TextField
      size="small"
      variant="standard"
      value={draft ?? shown}
      error={wrong}
      helperText={wrong ? t('tests.notAValue') : undefined}
      slotProps={{ htmlInput: { 'aria-label': label, readOnly, dir: plain ? 'auto' : 'ltr' } }}
      onChange={({ target }) => !readOnly && setDraft(target.value)}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
        if (key === 'Escape') {
          setDraft(null);
          setWrong(false);
        }
      }}
      sx={{ minWidth: plain ? 140 : 96 }}
    />
  );
}
