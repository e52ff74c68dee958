import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { MAX_PROCESS_FILE } from '#common/contract/process-definitions.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import type { ImportResult } from './use-import.ts';

type Props = { result: ImportResult; onReplace: () => void; onClose: () => void };

/** Result of a file import. */
export function ImportNotice({ result, onReplace, onClose }: Props) {
  const { t } = useTranslation('drafts');
  const { locale, pick } = useLocale();
  const millions = (length: number) => formatNumber(Math.ceil(length / 10_000) / 100, locale);
  const { name } = result;
  if (result.kind === 'asking')
    return (
      <Alert
        severity="warning"
        role="alertdialog"
        aria-label={t('add.import')}
        action={
          <>
            <Button color="inherit" onClick={onReplace}>
              {t('add.replace')}
            </Button>
            <Button color="inherit" onClick={onClose}>
              {t('add.cancel')}
            </Button>
          </>
        }
      >
        {t('add.overwrite', { name })}
      </Alert>
    );
  if (result.kind === 'done')
    return (
      <Alert severity="success" onClose={onClose} closeText={t('add.close')}>
        {t('add.imported', { name })}
        {result.notes.map((note) => (
          <div key={note.en}>{pick(note)}</div>
        ))}
      </Alert>
    );
  if (result.kind === 'refused' && result.findings.length === 0) return <ErrorNotice error={result.error} />;
  return (
    <Alert severity="error" role="alert" onClose={onClose} closeText={t('add.close')}>
      <AlertTitle>{t('add.refused', { name })}</AlertTitle>
      {result.kind === 'bad-name' && t('add.badName')}
      {result.kind === 'too-large' &&
        t('add.tooLarge', { size: millions(result.length), most: millions(MAX_PROCESS_FILE) })}
      {result.kind === 'refused' &&
        result.findings.map(({ rule, message }) => <div key={rule + message.en}>{pick(message)}</div>)}
    </Alert>
  );
}
