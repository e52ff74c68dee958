import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRelease, SeenFile } from '#common/contract/releases.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ReleaseFacts } from './release-details.tsx';
import { TestRunNotice } from './test-run-notice.tsx';
import { useReleaseActions } from './use-release.mutation.ts';
import { useDraftRelease } from './use-release.query.ts';

const toSeenFiles = (files: readonly SeenFile[]): SeenFile[] =>
  files.map(({ name, sha256 }) => ({ name, sha256 }));

/** Steps from draft to deployment: submit, review, deploy. Forbidden steps are explained, not offered. */
export default function ReleaseTab({ draft, flush }: { draft: { id: string }; flush: () => Promise<void> }) {
  const { data, error, refetch } = useDraftRelease(draft.id, flush);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <TextSkeleton />;
  return <ReleaseProgress key={data.release?.state ?? 'open'} standing={data} />;
}

function ReleaseProgress({ standing }: { standing: DraftRelease }) {
  const { t } = useTranslation('release');
  const { locale } = useLocale();
  const { draftId, release, files, steps, earlier } = standing;
  const { submit, review, takeBack, schedule, callOff, deploy } = useReleaseActions(draftId);
  const [notes, setNotes] = useState({ fa: release?.notes.fa ?? '', en: release?.notes.en ?? '' });
  const [reason, setReason] = useState('');
  const [time, setTime] = useState('');
  const failed = [submit, review, takeBack, schedule, callOff, deploy].find(({ error }) => error)?.error;
  const busy = [submit, review, takeBack, schedule, callOff, deploy].some(({ isPending }) => isPending);
  const handed = toSeenFiles(release?.files ?? []);
  const judge = (decision: 'approve' | 'return') =>
    review.mutate({ decision, files: handed, ...(reason.trim() && { reason: reason.trim() }) });
  return (
    <Stack spacing={2} sx={{ maxWidth: 820 }}>
      {failed && <ErrorNotice error={failed} />}
      {release && <ReleaseFacts release={release} />}
      {files.length > 0 && release?.state !== 'deployed' && (
        <TestRunNotice draftId={draftId} testRuns={standing.testRuns} />
      )}
      {steps.submit.allowed && (
        <Box component="section">
          <Typography variant="h2" sx={{ fontSize: '1.1rem', mb: 1 }}>
            {t('submit.title')}
          </Typography>
          <Stack spacing={1.5}>
            {(['fa', 'en'] as const).map((language) => (
              <TextField
                key={language}
                label={t(`submit.${language}`)}
                dir={language === 'fa' ? 'rtl' : 'ltr'}
                multiline
                minRows={2}
                required={language === 'fa'}
                value={notes[language]}
                onChange={({ target }) => setNotes((now) => ({ ...now, [language]: target.value }))}
              />
            ))}
            <Button
              variant="contained"
              disabled={busy || notes.fa.trim() === ''}
              onClick={() => submit.mutate({ notes, files: toSeenFiles(files) })}
              sx={{ alignSelf: 'flex-start' }}
            >
              {t('submit.act')}
            </Button>
          </Stack>
        </Box>
      )}
      {(steps.submit.why === 'base-outdated' || steps.deploy.why === 'base-outdated') && (
        <Alert severity="warning">{t('why.base-outdated')}</Alert>
      )}
      {steps.review.allowed && (
        <Box component="section">
          <Typography variant="h2" sx={{ fontSize: '1.1rem', mb: 1 }}>
            {t('review.title')}
          </Typography>
          <Stack spacing={1.5}>
            <TextField
              label={t('review.reason')}
              multiline
              minRows={2}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
            <Stack direction="row" spacing={1}>
              <Button variant="contained" disabled={busy} onClick={() => judge('approve')}>
                {t('review.approve')}
              </Button>
              <Button disabled={busy || reason.trim() === ''} onClick={() => judge('return')}>
                {t('review.return')}
              </Button>
            </Stack>
          </Stack>
        </Box>
      )}
      {release?.state === 'in-review' && steps.review.why === 'four-eyes-required' && (
        <Alert severity="info">{t('why.review')}</Alert>
      )}
      {steps.deploy.allowed && (
        <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
          <Button variant="contained" disabled={busy} onClick={() => deploy.mutate(handed)}>
            {t('deploy.now')}
          </Button>
          {release?.state === 'approved' && (
            <>
              <TextField
                size="small"
                type="datetime-local"
                label={t('deploy.time')}
                value={time}
                onChange={({ target }) => setTime(target.value)}
                slotProps={{ inputLabel: { shrink: true }, htmlInput: { dir: 'ltr' } }}
              />
              <Button
                disabled={busy || time === ''}
                onClick={() => schedule.mutate({ at: new Date(time).toISOString(), files: handed })}
              >
                {t('deploy.schedule')}
              </Button>
            </>
          )}
        </Stack>
      )}
      {steps.deploy.why === 'four-eyes-required' && <Alert severity="info">{t('why.deploy')}</Alert>}
      <Stack direction="row" spacing={1}>
        {steps.callOff.allowed && (
          <Button disabled={busy} onClick={() => callOff.mutate()}>
            {t('deploy.callOff')}
          </Button>
        )}
        {steps.takeBack.allowed && (
          <Button disabled={busy} onClick={() => takeBack.mutate()}>
            {t('takeBack')}
          </Button>
        )}
      </Stack>
      {earlier.length > 0 && (
        <Box component="section">
          <Typography variant="h2" sx={{ fontSize: '1.1rem' }}>
            {t('earlier')}
          </Typography>
          {earlier.map(({ id, state, submittedBy, submittedAt, reviewReason }) => (
            <Typography key={id} variant="body2" color="text.secondary">
              {t(`state.${state}`)} · <bdi>{submittedBy}</bdi> · {formatMoment(submittedAt, locale)}
              {reviewReason && ` · ${reviewReason}`}
            </Typography>
          ))}
        </Box>
      )}
    </Stack>
  );
}
