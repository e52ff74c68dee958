import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { ModificationPreview } from '#common/contract/batch-operations.ts';

type Props = { preview: ModificationPreview; nameOf: (elementId: string) => string };

/** Token positions before and after a modification, what is lost, and why it may be impossible. */
export function ModificationPreviewPanel({ preview, nameOf }: Props) {
  const { t } = useTranslation('batchOperations');
  const list = (all: ModificationPreview['before']) =>
    all.map(({ elementId }) => nameOf(elementId)).join('، ') || '–';
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box>{t('modify.before', { elements: list(preview.before) })}</Box>
      <Box>{t('modify.after', { elements: list(preview.after) })}</Box>
      {preview.warnings.map(({ code, elementId, about }) => (
        <Alert key={`${code}${elementId}${about}`} severity="warning">
          {t(`warning.${code}`, { element: nameOf(elementId), about: about ?? '' })}
        </Alert>
      ))}
      {preview.refusal && (
        <Alert severity="error">
          {t(`refusal.${preview.refusal.code}`, { element: nameOf(preview.refusal.elementId) })}
        </Alert>
      )}
    </Box>
  );
}
