import RedoIcon from '@mui/icons-material/Redo';
import UndoIcon from '@mui/icons-material/Undo';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Tooltip from '@mui/material/Tooltip';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { FormSkeleton } from '#ui/components/skeletons.tsx';
import type { EditorProps } from '../drafts/workspace/editor-props.ts';
import { FieldsView } from './fields-view.tsx';
import { FormFindings } from './form-findings.tsx';
import { FormPreview } from './form-preview.tsx';
import { printForm, readForm } from './model/index.ts';
import { useUndoHistory } from './use-undo-history.ts';

const JsonView = lazy(() => import('./json-view.tsx'));

/** Form editor: the fields or the JSON, beside a preview of the form. */
export default function FormEditor({
  name,
  content,
  readOnly,
  onChange,
  onSelect,
  selected = null,
  commented = {},
}: EditorProps) {
  const { t } = useTranslation('formEditor');
  const read = useMemo(() => readForm(content), [content]);
  const [view, setView] = useState<'fields' | 'json'>('fields');
  const history = useUndoHistory(content, onChange);
  const change = (form: Form) => history.change(printForm(form));
  return (
    <Stack spacing={2} sx={{ minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: 'center' }}>
        <Tabs value={view} onChange={(_event, next: 'fields' | 'json') => setView(next)} sx={{ flexGrow: 1 }}>
          <Tab value="fields" label={t('views.fields')} />
          <Tab value="json" label={t('views.json')} />
        </Tabs>
        {!readOnly &&
          (
            [
              [t('undo'), UndoIcon, history.undo],
              [t('redo'), RedoIcon, history.redo],
            ] as const
          ).map(([label, Icon, act]) => (
            <Tooltip key={label} title={label}>
              <span>
                <IconButton aria-label={label} onClick={act ?? undefined} disabled={!act} size="small">
                  <Icon fontSize="small" />
                </IconButton>
              </span>
            </Tooltip>
          ))}
      </Stack>
      {'problem' in read && (
        <Alert severity="error">
          {t(`problem.${read.problem}`)} <bdi dir="ltr">{read.detail}</bdi>
        </Alert>
      )}
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', lg: '3fr 2fr' }, minWidth: 0 }}>
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          {view === 'json' ? (
            <Suspense fallback={<FormSkeleton />}>
              <JsonView name={name} text={content} readOnly={readOnly} onChange={history.change} />
            </Suspense>
          ) : (
            'form' in read && (
              <FieldsView
                form={read.form}
                readOnly={readOnly}
                chosen={selected}
                commented={commented}
                onChoose={(id) => onSelect?.(id)}
                onChange={change}
              />
            )
          )}
          <FormFindings content={content} />
        </Stack>
        {'form' in read && <FormPreview form={read.form} />}
      </Box>
    </Stack>
  );
}
