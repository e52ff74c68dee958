import OkIcon from '@mui/icons-material/CheckCircleOutlined';
import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import WarningIcon from '@mui/icons-material/WarningAmber';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { DecisionFinding } from '#common/process-files/rules/decision-rules.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Props = {
  findings: readonly DecisionFinding[];
  /** Parser error that says why the file cannot be read as decisions. */
  unreadable: string | null;
  onShow: (elementId: string) => void;
};

/** Lint findings on the decisions of a file, the same as at deployment. */
export function DmnFindings({ findings, unreadable, onShow }: Props) {
  const { t } = useTranslation('decisions');
  const { pick } = useLocale();
  if (unreadable !== null)
    return (
      <Line Icon={ErrorIcon} colour="error.main" word={t('findings.error')}>
        {t('findings.unreadable')} <bdi>{unreadable}</bdi>
      </Line>
    );
  if (findings.length === 0)
    return (
      <Line Icon={OkIcon} colour="success.main" word={t('findings.good')}>
        {t('findings.none')}
      </Line>
    );
  return (
    <Stack
      component="ul"
      aria-label={t('findings.title')}
      sx={{ m: 0, p: 0, gap: 0.5, maxHeight: 320, overflow: 'auto' }}
    >
      {findings.map(({ rule, elementId, message, category }) => (
        <Line
          key={`${rule} ${elementId} ${message.en}`}
          item
          Icon={category === 'error' ? ErrorIcon : WarningIcon}
          colour={category === 'error' ? 'error.main' : 'warning.main'}
          word={t(`findings.${category}`)}
        >
          {pick(message)}{' '}
          <Button size="small" onClick={() => onShow(elementId)}>
            {t('findings.show')}
          </Button>
        </Line>
      ))}
    </Stack>
  );
}

type LineProps = {
  Icon: typeof ErrorIcon;
  colour: string;
  word: string;
  item?: boolean;
  children: React.ReactNode;
};

function Line({ Icon, colour, word, item = false, children }: LineProps) {
  return (
    <Stack component={item ? 'li' : 'div'} direction="row" sx={{ gap: 1, alignItems: 'flex-start' }}>
      <Icon fontSize="small" sx={{ color: colour, mt: '2px' }} aria-hidden />
      <Typography variant="body2">
        <strong>{word}</strong> — {children}
      </Typography>
    </Stack>
  );
}
