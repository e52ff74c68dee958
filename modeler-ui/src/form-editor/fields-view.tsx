import AddIcon from '@mui/icons-material/Add';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { AddField } from './add-field.tsx';
import { BilingualTextFields } from './bilingual-text-fields.tsx';
import { FieldDetails } from './field-details.tsx';
import { FieldList } from './field-list.tsx';
import { addField, advancedParts, fieldsOf, namesOf, removeField } from './model/index.ts';

type Props = {
  form: Form;
  readOnly: boolean;
  /** Selected field. */
  chosen: string | null;
  /** Number of open comments by field. */
  commented: Readonly<Record<string, number>>;
  onChoose: (id: string | null) => void;
  onChange: (form: Form) => void;
};

/** Fields of a form and the details of the selected one. */
export function FieldsView({ form, readOnly, chosen, commented, onChoose, onChange }: Props) {
  const { t } = useTranslation('formEditor');
  const fields = fieldsOf(form);
  const [adding, setAdding] = useState(false);
  const field = fields.find(({ id }) => id === chosen);
  const advanced = advancedParts(form);
  return (
    <Stack spacing={2}>
      <BilingualTextFields
        label={t('title')}
        form={form}
        textKey={form.title.slice(1)}
        readOnly={readOnly}
        onChange={onChange}
      />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: 'minmax(240px, 2fr) 3fr' } }}>
        <Stack spacing={1}>
          <FieldList
            form={form}
            fields={fields}
            chosen={chosen}
            readOnly={readOnly}
            commented={commented}
            onChoose={onChoose}
            onChange={onChange}
          />
          {!readOnly && !adding && (
            <Button startIcon={<AddIcon />} onClick={() => setAdding(true)} sx={{ alignSelf: 'flex-start' }}>
              {t('add.open')}
            </Button>
          )}
        </Stack>
        {adding ? (
          <AddField
            taken={namesOf(form)}
            onCancel={() => setAdding(false)}
            onAdd={(added) => {
              onChange(addField(form, added));
              onChoose(`properties/${added.name}`);
              setAdding(false);
            }}
          />
        ) : field ? (
          <FieldDetails
            key={field.id}
            form={form}
            field={field}
            readOnly={readOnly}
            onChange={onChange}
            onMoved={onChoose}
            onRemove={() => {
              onChange(removeField(form, field));
              onChoose(null);
            }}
          />
        ) : (
          <Typography color="text.secondary">{t('choose')}</Typography>
        )}
      </Box>
      {advanced.length > 0 && (
        <Accordion disableGutters variant="outlined">
          <AccordionSummary>{t('advanced.title', { count: advanced.length })}</AccordionSummary>
          <AccordionDetails>
            <Typography variant="body2" gutterBottom>
              {t('advanced.about')}
            </Typography>
            {advanced.map(({ path, value }) => (
              <Box key={path} dir="ltr">
                <Typography variant="caption">{path}</Typography>
                <Box component="pre" sx={{ m: 0, fontSize: 12, overflow: 'auto', maxHeight: 200 }}>
                  {JSON.stringify(value, null, 2)}
                </Box>
              </Box>
            ))}
          </AccordionDetails>
        </Accordion>
      )}
    </Stack>
  );
}
