import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { codeOf, ProblemError } from '../api/problem-error.ts';
import { fa } from '../i18n/fa/index.ts';

const KNOWN = Object.keys(fa.problems) as (keyof typeof fa.problems)[];

const isKnown = (code: string): code is keyof typeof fa.problems => KNOWN.some((known) => known === code);

type Props = {
  error: unknown;
  /** Retries. Without it, the message alone names the next step. */
  onRetry?: () => void;
  /** True if the user's input was kept. */
  kept?: boolean;
  /** Replacement texts for codes that mean something narrower on this screen. */
  instead?: Partial<Record<string, keyof typeof fa.problems>>;
};

/** Says what happened, that nothing was lost, and the next step. Shows the code in small print for
 *  support. */
export function ErrorNotice({ error, onRetry, kept = false, instead = {} }: Props) {
  const { t } = useTranslation(['problems', 'words', 'common']);
  const code = codeOf(error);
  const known = instead[code] ?? (isKnown(code) ? code : 'unexpected');
  const instance = error instanceof ProblemError ? error.problem?.instance : undefined;
  return (
    <Alert
      severity="error"
      role="alert"
      action={
        onRetry && (
          <Button color="inherit" onClick={onRetry} sx={{ minHeight: 32 }}>
            {t('common:tryAgain')}
          </Button>
        )
      }
    >
      <AlertTitle sx={{ fontWeight: 600 }}>{t(`${known}.title`)}</AlertTitle>
      {t(`${known}.next`)} {kept && t('common:nothingLost')}
      <Typography
        variant="caption"
        component="p"
        dir="ltr"
        sx={{ mt: 0.5, textAlign: 'start', color: 'text.secondary' }}
      >
        {instance ? `${code} · ${instance}` : code}
      </Typography>
    </Alert>
  );
}
