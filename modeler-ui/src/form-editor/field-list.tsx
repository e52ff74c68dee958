import DownIcon from '@mui/icons-material/ArrowDownward';
import UpIcon from '@mui/icons-material/ArrowUpward';
import IconButton from '@mui/material/IconButton';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemText from '@mui/material/ListItemText';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { type FormField, moveField, namesOf, textOf } from './model/index.ts';
import { useConditionText } from './use-condition-text.ts';

type Props = {
  form: Form;
  fields: readonly FormField[];
  chosen: string | null;
  commented: Readonly<Record<string, number>>;
  readOnly: boolean;
  onChoose: (id: string) => void;
  onChange: (form: Form) => void;
};

/** Fields in display order, to select and reorder with buttons or by dragging. */
export function FieldList({ form, fields, chosen, commented, readOnly, onChoose, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const { locale } = useLocale();
  const sayWhen = useConditionText(form);
  const [dragged, setDragged] = useState<string | null>(null);
  const names = namesOf(form);
  const move = (name: string, to: number) => onChange(moveField(form, name, to));
  return (
    <List dense aria-label={t('fields')} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, py: 0 }}>
      {fields.map((field) => {
        const { id, name, required, kind, when } = field;
        const place = names.indexOf(name);
        const label = textOf(form, locale, field.definition['title']) || name;
        const facts = [
          t(`kinds.${kind}`),
          required ? t('required') : '',
          form.variables.includes(name) ? t('toEngine') : '',
          when.length > 0 ? sayWhen(when) : '',
          commented[id]
            ? t('comments', { count: commented[id], value: formatNumber(commented[id], locale) })
            : '',
        ];
        return (
          <ListItem
            key={id}
            disablePadding
            draggable={!readOnly}
            onDragStart={() => setDragged(name)}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={() => {
              if (dragged && dragged !== name) move(dragged, place);
              setDragged(null);
            }}
            onDragEnd={() => setDragged(null)}
            secondaryAction={
              readOnly ? undefined : (
                <>
                  <IconButton
                    size="small"
                    aria-label={t('up', { label })}
                    disabled={place === 0}
                    onClick={() => move(name, place - 1)}
                  >
                    <UpIcon fontSize="small" />
                  </IconButton>
                  <IconButton
                    size="small"
                    aria-label={t('down', { label })}
                    disabled={place === names.length - 1}
                    onClick={() => move(name, place + 1)}
                  >
                    <DownIcon fontSize="small" />
                  </IconButton>
                </>
              )
            }
          >
            <ListItemButton
              selected={id === chosen}
              onClick={() => onChoose(id)}
              sx={{ '&&&': { paddingInlineEnd: readOnly ? '16px' : '88px', paddingInlineStart: '16px' } }}
            >
              <ListItemText primary={label} secondary={facts.filter(Boolean).join(' · ')} />
            </ListItemButton>
          </ListItem>
        );
      })}
    </List>
  );
}
