import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { openVariables } from '#common/process-files/rules/no-personal-data-in-variables/personal-data-names.ts';
import { BilingualTextFields } from './bilingual-text-fields.tsx';
import { ConditionEditor } from './condition-editor.tsx';
import { LimitsEditor } from './limits-editor.tsx';
import {
  changeUi,
  FIELD_KINDS,
  type FieldKind,
  fieldsOf,
  type FormField,
  optionsOf,
  setCondition,
  setKind,
  setRequired,
  setText,
  setVariable,
} from './model/index.ts';
import { OptionsEditor } from './options-editor.tsx';

type Props = {
  form: Form;
  field: FormField;
  readOnly: boolean;
  onChange: (form: Form) => void;
  /** Called with the new id when the field has moved to another part of the schema. */
  onMoved: (id: string) => void;
  onRemove: () => void;
};

/** Details of a field: its question, when it is shown, and where the answer goes. */
export function FieldDetails({ form, field, readOnly, onChange, onMoved, onRemove }: Props) {
  const { t } = useTranslation('formEditor');
  const { name, kind, definition, required } = field;
  const title = String(definition['title'] ?? '');
  const help = field.ui['ui:help'];
  const helpKey = typeof help === 'string' && help.startsWith('%') ? help.slice(1) : `${name}.help`;
  const steers = fieldsOf(form).some(({ when }) => when.some((one) => one.field === name));
  const open = openVariables({ ...form, variables: [name] }).length > 0;
  const sent = form.variables.includes(name);
  return (
    <Stack component="fieldset" spacing={2} disabled={readOnly} sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Typography component="legend" variant="subtitle2">
        {t('field')} <bdi dir="ltr">{name}</bdi>
      </Typography>
      {title.startsWith('%') && (
        <BilingualTextFields
          label={t('label')}
          form={form}
          textKey={title.slice(1)}
          readOnly={readOnly}
          onChange={onChange}
        />
      )}
      <BilingualTextFields
        optional
        label={t('help')}
        form={form}
        textKey={helpKey}
        readOnly={readOnly}
        onChange={onChange}
        write={(locale, text) => withHelp(form, name, helpKey, locale, text)}
      />
      <TextField
        select
        size="small"
        label={t('kind')}
        value={kind}
        disabled={readOnly || kind === 'advanced' || steers}
        helperText={steers ? t('steers') : undefined}
        onChange={({ target }) =>
          onChange(setKind(form, field, target.value as FieldKind, optionsOf(definition)))
        }
      >
        {[...FIELD_KINDS, ...(kind === 'advanced' ? (['advanced'] as const) : [])].map((one) => (
          <MenuItem key={one} value={one}>
            {t(`kinds.${one}`)}
          </MenuItem>
        ))}
      </TextField>
      {(kind === 'choice' || kind === 'choices') && (
        <OptionsEditor form={form} field={field} readOnly={readOnly} onChange={onChange} />
      )}
      <LimitsEditor form={form} field={field} readOnly={readOnly} onChange={onChange} />
      <FormControlLabel
        label={t('mustAnswer')}
        control={
          <Checkbox
            checked={required}
            onChange={(_event, next) => onChange(setRequired(form, field, next))}
          />
        }
      />
      <ConditionEditor
        form={form}
        field={field}
        readOnly={readOnly}
        onChange={(when) => {
          const next = setCondition(form, field, when);
          onChange(next);
          const others = new Set(fieldsOf(form).map(({ id }) => id));
          const moved = fieldsOf(next).find((one) => one.name === name && !others.has(one.id));
          onMoved(moved?.id ?? fieldsOf(next).find((one) => one.name === name)?.id ?? field.id);
        }}
      />
      <div>
        <FormControlLabel
          label={t('variable')}
          control={
            <Checkbox
              checked={sent}
              disabled={readOnly || (open && !sent)}
              onChange={(_event, next) => onChange(setVariable(form, name, next))}
            />
          }
        />
        <FormHelperText error={open && sent}>{open ? t('variableOpen') : t('variableAbout')}</FormHelperText>
      </div>
      {!readOnly && (
        <div>
          <Button color="error" onClick={onRemove} disabled={steers}>
            {t('remove')}
          </Button>
          {steers && <FormHelperText>{t('steersRemove')}</FormHelperText>}
        </div>
      )}
    </Stack>
  );
}

/** Sets the help text. Help is added with the first text and removed with the last. */
function withHelp(form: Form, name: string, key: string, locale: 'fa' | 'en', text: string): Form {
  const next = setText(form, locale, key, text);
  const left = [next.texts.fa[key], next.texts.en[key]].some(Boolean);
  return changeUi(next, name, (before) => {
    const { 'ui:help': shown, ...rest } = before;
    if (!left) return rest;
    return shown === undefined ? { ...before, 'ui:help': `%${key}` } : before;
  });
}
