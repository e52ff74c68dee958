import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { useProvinces } from '#ui/reference/use-reference.query.ts';
import { BilingualTextFields } from './bilingual-text-fields.tsx';
import {
  changeDefinition,
  fieldsOf,
  type FormField,
  type Option,
  optionsOf,
  setText,
  withoutUnusedTexts,
} from './model/index.ts';

type Props = { form: Form; field: FormField; readOnly: boolean; onChange: (form: Form) => void };

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Options of a choice, each with its texts. A value that controls other fields cannot be removed. */
export function OptionsEditor({ form, field, readOnly, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const provinces = useProvinces().data;
  const [code, setCode] = useState('');
  const options = optionsOf(field.definition);
  const used = fieldsOf(form).flatMap(({ when }) =>
    when.filter((one) => one.field === field.name).flatMap(({ values }) => [...values]),
  );
  const write = (next: readonly Option[]): Form =>
    changeDefinition(form, field, (before) =>
      before['type'] === 'array'
        ? { ...before, items: { ...(before['items'] as object), oneOf: [...next] } }
        : { ...before, oneOf: [...next] },
    );
  const keyOf = (value: string) => `${field.name}.${value}`;
  const taken = options.some((one) => one.const === code);
  return (
    <Stack spacing={1.5} role="group" aria-label={t('options.title')}>
      <Typography variant="subtitle2">{t('options.title')}</Typography>
      {options.map(({ const: value, title }) => (
        <Stack key={value} direction="row" spacing={1} sx={{ alignItems: 'flex-start' }}>
          <Stack sx={{ flexGrow: 1 }}>
            <BilingualTextFields
              label={value}
              form={form}
              textKey={title.slice(1)}
              readOnly={readOnly}
              onChange={onChange}
            />
          </Stack>
          {!readOnly && (
            <IconButton
              size="small"
              aria-label={t('options.remove', { value })}
              title={used.includes(value) ? t('options.used') : undefined}
              disabled={used.includes(value) || options.length === 1}
              onClick={() =>
                onChange(withoutUnusedTexts(write(options.filter((one) => one.const !== value)), form))
              }
            >
              <DeleteIcon fontSize="small" />
            </IconButton>
          )}
        </Stack>
      ))}
      {!readOnly && (
        <Stack direction="row" spacing={1} sx={{ alignItems: 'flex-start', flexWrap: 'wrap' }}>
          <TextField
            size="small"
            label={t('options.code')}
            value={code}
            error={code !== '' && (!CODE.test(code) || taken)}
            helperText={taken ? t('options.taken') : t('options.codeAbout')}
            slotProps={{ htmlInput: { dir: 'ltr' } }}
            onChange={({ target }) => setCode(target.value)}
          />
          <Button
            startIcon={<AddIcon />}
            disabled={!CODE.test(code) || taken}
            onClick={() => {
              onChange(write([...options, { const: code, title: `%${keyOf(code)}` }]));
              setCode('');
            }}
          >
            {t('options.add')}
          </Button>
          {options.length === 0 && provinces && (
            <Button
              onClick={() =>
                onChange(
                  provinces.reduce(
                    (next, { code: value, name }) =>
                      setText(setText(next, 'fa', keyOf(value), name.fa), 'en', keyOf(value), name.en),
                    write(provinces.map(({ code: value }) => ({ const: value, title: `%${keyOf(value)}` }))),
                  ),
                )
              }
            >
              {t('options.provinces')}
            </Button>
          )}
        </Stack>
      )}
    </Stack>
  );
}
