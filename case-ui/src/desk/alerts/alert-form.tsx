import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProvinceField } from '#case-ui/reference/province-field.tsx';
import type { AlertDraft, AlertView } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useSaveAlert } from './use-alerts.query.ts';

const KINDS = Object.keys(fa.alerts.kind) as (keyof typeof fa.alerts.kind)[];
const SEVERITIES = Object.keys(fa.alerts.severity) as (keyof typeof fa.alerts.severity)[];
const HOUR_MS = 3_600_000;
const VALID_HOURS = [3, 6, 12, 24, 48, 72, 168, 720];
const DEFAULT_VALID_HOURS = 24;
const MIN_LENGTH = { title: 3, text: 10 } as const;
const MAX_LENGTH = { title: 120, text: 1000 } as const;

type Props = { alert?: AlertView; onSaved: (alert: AlertView) => void; onCancel: () => void };

/** Form that creates or edits an alert draft. */
export function AlertForm({ alert, onSaved, onCancel }: Props) {
  const { t } = useTranslation('alerts');
  const { locale } = useLocale();
  const save = useSaveAlert(alert);
  const [tried, setTried] = useState(false);
  const [hours, setHours] = useState(DEFAULT_VALID_HOURS);
  const [draft, setDraft] = useState<Omit<AlertDraft, 'validUntil'>>({
    kind: alert?.kind ?? 'road-closed',
    severity: alert?.severity ?? 'warning',
    provinces: alert?.provinces ?? [],
    title: alert?.title ?? { fa: '', en: '' },
    text: alert?.text ?? { fa: '', en: '' },
  });
  const short = (part: 'title' | 'text', language: 'fa' | 'en') =>
    draft[part][language].trim().length < MIN_LENGTH[part];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    for (const part of ['title', 'text'] as const)
      for (const language of ['fa', 'en'] as const)
        if (short(part, language)) return document.getElementById(`alert-${part}-${language}`)?.focus();
    const validUntil = new Date(Date.now() + hours * HOUR_MS).toISOString();
    save.mutate({ ...draft, validUntil }, { onSuccess: onSaved });
  };
  const words = (part: 'title' | 'text', language: 'fa' | 'en', label: string) => (
    <TextField
      id={`alert-${part}-${language}`}
      label={label}
      required
      multiline={part === 'text'}
      minRows={part === 'text' ? 3 : 1}
      value={draft[part][language]}
      onChange={(event) => setDraft({ ...draft, [part]: { ...draft[part], [language]: event.target.value } })}
      error={tried && short(part, language)}
      helperText={
        tried && short(part, language)
          ? t(draft[part][language].trim() === '' ? 'desk.required' : 'desk.tooShort')
          : undefined
      }
      slotProps={{
        htmlInput: { maxLength: MAX_LENGTH[part], dir: language === 'fa' ? 'rtl' : 'ltr', lang: language },
      }}
    />
  );
  const choice = <T extends string | number>(
    id: string,
    label: string,
    value: T,
    options: readonly (readonly [T, string])[],
    onChange: (value: string) => void,
    help?: string,
  ) => (
    <TextField
      select
      id={id}
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      helperText={help}
      slotProps={{ select: { native: true } }}
      sx={{ flex: 1, minWidth: 180 }}
    >
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </TextField>
  );
  const duration = (n: number) =>
    n < 24
      ? t('desk.validHours', { value: formatNumber(n, locale) })
      : t('desk.validDays', { count: n / 24, value: formatNumber(n / 24, locale) });
  return (
    <Stack
      component="form"
      noValidate
      spacing={2.5}
      onSubmit={submit}
      sx={{ p: { xs: 1.5, md: 2.5 }, maxWidth: 760 }}
    >
      <Typography variant="h2">{t(alert ? 'desk.editTitle' : 'desk.newTitle')}</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {choice(
          'alert-kind',
          t('desk.kind'),
          draft.kind,
          KINDS.map((kind) => [kind, t(`kind.${kind}`)] as const),
          (kind) => setDraft({ ...draft, kind: kind as AlertDraft['kind'] }),
        )}
        {choice(
          'alert-valid',
          t('desk.validFor'),
          hours,
          VALID_HOURS.map((n) => [n, duration(n)] as const),
          (n) => setHours(Number(n)),
        )}
        {choice(
          'alert-severity',
          t('desk.severity'),
          draft.severity,
          SEVERITIES.map((severity) => [severity, t(`severity.${severity}`)] as const),
          (severity) => setDraft({ ...draft, severity: severity as AlertDraft['severity'] }),
          t('desk.severityHelp'),
        )}
      </Box>
      <ProvinceField
        id="alert-area"
        label={t('desk.provinces')}
        help={t('desk.provincesHelp')}
        value={draft.provinces}
        onChange={(provinces) => setDraft({ ...draft, provinces })}
      />
      {words('title', 'fa', t('desk.titleFa'))}
      {words('text', 'fa', t('desk.textFa'))}
      {words('title', 'en', t('desk.titleEn'))}
      {words('text', 'en', t('desk.textEn'))}
      {save.isError && <ErrorNotice error={save.error} kept />}
      <Box sx={{ display: 'flex', gap: 1.5 }}>
        <Button type="submit" variant="contained" disabled={save.isPending}>
          {t('desk.save')}
        </Button>
        <Button variant="text" onClick={onCancel}>
          {t('desk.cancel')}
        </Button>
      </Box>
    </Stack>
  );
}
