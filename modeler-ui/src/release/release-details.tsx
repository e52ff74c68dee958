import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Release } from '#common/contract/releases.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { PlainText } from '#ui/components/plain-text.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Facts about a release: what it is, who did what, and what blocked it. */
export function ReleaseFacts({ release }: { release: Release }) {
  const { t } = useTranslation('release');
  const { locale, pick } = useLocale();
  const { notes, state, failure } = release;
  const who = (name: string | null, at: string | null) =>
    name &&
    at && (
      <>
        <bdi>{name}</bdi> · {formatMoment(at, locale)}
      </>
    );
  const lines = [
    ['state', t(`state.${state}`)],
    ['submitted', who(release.submittedBy, release.submittedAt)],
    ['reviewed', who(release.reviewedBy, release.reviewedAt)],
    ['reason', release.reviewReason],
    ['scheduled', who(release.scheduledBy, release.scheduledFor)],
    ['deployed', who(release.deployedBy, release.deployedAt)],
  ] as const;
  return (
    <Box>
      <PlainText>{pick(notes) || notes.fa}</PlainText>
      <DescriptionList
        facts={lines.flatMap(([key, value]) => (value ? [{ key, label: t(`facts.${key}`), value }] : []))}
      />
      {failure && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {t('failure', { at: formatMoment(failure.at, locale) })}
          {failure.findings.map(({ file, rule, elementId, message }) => (
            <Typography key={`${file} ${rule} ${elementId}`} variant="body2">
              {pick(message)}
            </Typography>
          ))}
          <Typography variant="caption" component="p" dir="ltr" sx={{ textAlign: 'start' }}>
            {failure.code}
          </Typography>
        </Alert>
      )}
    </Box>
  );
}
