import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { MoreButton } from '../shell/more-button.tsx';
import { ActionForm } from './instance-actions/action-form.tsx';
import { useCasesWithoutProcess } from './use-batch-operations.query.ts';

const ELEMENT = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Open cases whose process a user cancelled, each with a button to restart it. Hidden while there are
 *  none. */
export function CasesWithoutProcess() {
  const { t } = useTranslation(['batchOperations', 'batches']);
  const { locale, pick } = useLocale();
  const mayAct = useHasPermission('instance:operate');
  const query = useCasesWithoutProcess();
  const { data, error, refetch } = query;
  const [open, setOpen] = useState<string>();
  const [element, setElement] = useState('');
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  const cases = data?.pages.flatMap(({ items }) => items) ?? [];
  if (cases.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="broken-off" sx={{ mb: 3 }}>
      <Typography id="broken-off" variant="h6" component="h2">
        {t('brokenOff.title')}
      </Typography>
      <Alert severity="warning" sx={{ my: 1 }}>
        {t('brokenOff.about')}
      </Alert>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {cases.map((one) => (
          <Box key={one.instanceKey} component="li" sx={{ py: 1, borderBottom: 1, borderColor: 'divider' }}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, alignItems: 'center' }}>
              <Typography sx={{ flex: '1 1 220px' }}>
                {one.name ? pick(one.name) : one.processKey} <bdi dir="ltr">{one.instanceKey}</bdi>
              </Typography>
              <Typography variant="body2" color="text.secondary">
                <bdi>{formatMoment(one.endedAt, locale)}</bdi>
              </Typography>
              {mayAct && (
                <Button size="small" onClick={() => setOpen(one.instanceKey)}>
                  {t('kind.start-again')}
                </Button>
              )}
            </Box>
            {open === one.instanceKey && (
              <ActionForm
                instanceKey={one.instanceKey}
                action={ELEMENT.test(element) ? { kind: 'start-again', startBefore: [element] } : undefined}
                label={t('kind.start-again')}
                about={t('about.start-again')}
                onClose={() => setOpen(undefined)}
              >
                <TextField
                  size="small"
                  label={t('brokenOff.element')}
                  helperText={t('brokenOff.elementHelp')}
                  value={element}
                  onChange={({ target }) => setElement(target.value.trim())}
                  required
                  slotProps={{ htmlInput: { dir: 'ltr', maxLength: 120 } }}
                />
              </ActionForm>
            )}
          </Box>
        ))}
      </Box>
      <MoreButton query={query}>{t('batches:more')}</MoreButton>
    </Box>
  );
}
