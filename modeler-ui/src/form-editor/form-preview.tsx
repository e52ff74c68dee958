import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Form } from '#common/contract/forms.ts';
import { StoredForm } from '#ui/form/stored-form.tsx';
import { useDepartments } from '#ui/reference/use-reference.query.ts';
import { LocaleBoundary } from './locale-boundary.tsx';
import { mapTextKeys, textOf } from './model/index.ts';

type Data = Record<string, unknown>;
type Shown = 'fa' | 'en' | 'both';

const NOTHING = () => undefined;
const PHONE = 360;

/** Preview of the form as caseworkers see it, in both directions, with the data it would submit. */
export function FormPreview({ form }: { form: Form }) {
  const { t } = useTranslation('formEditor');
  const [shown, setShown] = useState<Shown>('both');
  const [phone, setPhone] = useState(false);
  const [data, setData] = useState<Data>({});
  const [sent, setSent] = useState<Data | null>(null);
  const departments = useDepartments().data ?? [];
  const id = useId();
  const whole = mapTextKeys(form, (key) => `⚠ ${key}`);
  const locales = shown === 'both' ? (['fa', 'en'] as const) : ([shown] as const);
  return (
    <Stack component="section" spacing={1.5} aria-label={t('preview.title')} sx={{ minWidth: 0 }}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h6" component="h3" sx={{ flexGrow: 1 }}>
          {t('preview.title')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={shown}
          aria-label={t('preview.language')}
          onChange={(_event, next: Shown | null) => next && setShown(next)}
        >
          {(['fa', 'en', 'both'] as const).map((one) => (
            <ToggleButton key={one} value={one}>
              {t(`preview.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <ToggleButton size="small" value="phone" selected={phone} onChange={() => setPhone(!phone)}>
          {t('preview.phone')}
        </ToggleButton>
      </Stack>
      {locales.map((locale) => (
        <LocaleBoundary key={locale} locale={locale}>
          <Box
            lang={locale}
            data-preview={locale}
            sx={{
              p: 2,
              border: 1,
              borderColor: 'divider',
              borderRadius: 1,
              bgcolor: 'background.paper',
              maxWidth: phone ? PHONE : 'none',
              overflow: 'auto',
            }}
          >
            <Typography variant="subtitle1" component="h4" gutterBottom>
              {textOf(whole, locale, whole.title)}
            </Typography>
            <StoredForm
              id={`${id}-${locale}`.replaceAll(':', '')}
              form={whole}
              data={data}
              departments={departments}
              onReady={NOTHING}
              onChange={(next) => {
                setData(next);
                setSent(null);
              }}
              onSubmit={setSent}
            />
            <Check form={`${id}-${locale}`.replaceAll(':', '')} />
          </Box>
        </LocaleBoundary>
      ))}
      {sent && (
        <Box role="status">
          <Typography variant="subtitle2">{t('preview.kept')}</Typography>
          <Pre data={sent} />
          <Typography variant="subtitle2">{t('preview.toEngine')}</Typography>
          <Pre
            data={Object.fromEntries(Object.entries(sent).filter(([name]) => form.variables.includes(name)))}
          />
        </Box>
      )}
    </Stack>
  );
}

/** Submit button in the language of the form beside it. */
function Check({ form }: { form: string }) {
  const { t } = useTranslation('formEditor');
  return (
    <Button form={form} type="submit" variant="outlined" sx={{ mt: 2 }}>
      {t('preview.check')}
    </Button>
  );
}

const Pre = ({ data }: { data: Data }) => (
  <Box component="pre" dir="ltr" sx={{ m: 0, fontSize: 12, overflow: 'auto' }}>
    {JSON.stringify(data, null, 2)}
  </Box>
);
