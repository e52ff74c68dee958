import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FIELD_KINDS, type FieldKind, type NewField } from './model/index.ts';

type Props = { taken: readonly string[]; onAdd: (field: NewField) => void; onCancel: () => void };

const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
const FIRST_OPTION = { const: 'first', title: '', text: { fa: 'گزینه نخست', en: 'First option' } };

/** Asks for the required parts of a new field: a question in both languages, a name in the data, a type. */
export function AddField({ taken, onAdd, onCancel }: Props) {
  const { t } = useTranslation('formEditor');
  const [fa, setFa] = useState('');
  const [en, setEn] = useState('');
  const [kind, setKind] = useState<FieldKind>('text');
  const [own, setOwn] = useState<string | null>(null);
  const name = own ?? nameFrom(en);
  const wrong = name !== '' && (!NAME.test(name) || taken.includes(name));
  const options = kind === 'choice' || kind === 'choices' ? [FIRST_OPTION] : [];
  return (
    <Stack
      component="form"
      spacing={2}
      aria-label={t('add.open')}
      onSubmit={(event) => {
        event.preventDefault();
        onAdd({ name, kind, title: { fa: fa.trim(), en: en.trim() }, options });
      }}
    >
      <TextField
        autoFocus
        size="small"
        label={t('language.fa', { label: t('label') })}
        value={fa}
        onChange={({ target }) => setFa(target.value)}
        slotProps={{ htmlInput: { dir: 'rtl' } }}
      />
      <TextField
        size="small"
        label={t('language.en', { label: t('label') })}
        value={en}
        onChange={({ target }) => setEn(target.value)}
        slotProps={{ htmlInput: { dir: 'ltr' } }}
      />
      <TextField
        select
        size="small"
        label={t('kind')}
        value={kind}
        onChange={({ target }) => setKind(target.value as FieldKind)}
      >
        {FIELD_KINDS.map((one) => (
          <MenuItem key={one} value={one}>
            {t(`kinds.${one}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        size="small"
        label={t('add.name')}
        value={name}
        error={wrong}
        helperText={taken.includes(name) ? t('add.taken') : t('add.nameAbout')}
        onChange={({ target }) => setOwn(target.value)}
        slotProps={{ htmlInput: { dir: 'ltr' } }}
      />
      <Stack direction="row" spacing={1}>
        <Button type="submit" variant="contained" disabled={!fa.trim() || !en.trim() || !name || wrong}>
          {t('add.do')}
        </Button>
        <Button onClick={onCancel}>{t('add.cancel')}</Button>
      </Stack>
    </Stack>
  );
}

/** `Date of the visit` → `dateOfTheVisit`. */
const nameFrom = (english: string): string =>
  english
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 4)
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .replace(/^[0-9]+/, '');
