import Alert from '@mui/material/Alert';
import Stack from '@mui/material/Stack';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { lintForm } from '#common/process-files/rules/form-rules.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Lint findings on a form, as the server will report them before deployment. */
export function FormFindings({ content }: { content: string }) {
  const { t } = useTranslation('formEditor');
  const { pick } = useLocale();
  const findings = useMemo(() => lintForm(content), [content]);
  if (findings.length === 0) return <Alert severity="success">{t('noFindings')}</Alert>;
  return (
    <Stack spacing={0.5} role="group" aria-label={t('findings')}>
      {findings.map(({ rule, message }) => (
        <Alert key={`${rule} ${message.en}`} severity="error">
          {pick(message)}
        </Alert>
      ))}
    </Stack>
  );
}
