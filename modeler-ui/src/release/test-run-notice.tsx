import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DraftTestRuns } from '#common/contract/releases.ts';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Tells whether the draft's files were test-run exactly as they are: when, by whom and by which path, or not
 *  at all. It warns but does not block. */
export function TestRunNotice({ draftId, testRuns }: { draftId: string; testRuns: DraftTestRuns }) {
  const { t } = useTranslation('testRuns');
  const { locale, pick } = useLocale();
  const { last, earlier, missed, steps, runs } = testRuns;
  const run = last ?? earlier;
  const names = (list: DraftTestRuns['missed']) =>
    list.map(({ name }) => `«${pick(name)}»`).join(t('notice.comma'));
  const words = run && { at: formatMoment(run.at, locale), who: run.by };
  return (
    <Alert
      severity={!last ? 'warning' : missed.length > 0 ? 'info' : 'success'}
      action={
        <Button
          color="inherit"
          size="small"
          component={Link}
          to={`/drafts/${draftId}/try${run ? `?run=${run.id}` : ''}`}
        >
          {t(run ? 'notice.look' : 'notice.try')}
        </Button>
      }
    >
      {last && (
        <>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {t('notice.tried', { ...words, count: runs, runs: formatNumber(runs, locale) })}
          </Typography>
          <Typography variant="body2">{t('notice.path', { steps: names(last.path) })}</Typography>
          <Typography variant="body2">
            {missed.length === 0
              ? t('notice.all', { steps: formatNumber(steps, locale) })
              : t('notice.missed', {
                  count: missed.length,
                  missed: formatNumber(missed.length, locale),
                  steps: formatNumber(steps, locale),
                  names: names(missed),
                })}
          </Typography>
        </>
      )}
      {!last && (
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {earlier ? t('notice.changedSince', words ?? {}) : t('notice.never')}
        </Typography>
      )}
    </Alert>
  );
}
