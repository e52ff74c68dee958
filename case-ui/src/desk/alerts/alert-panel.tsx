import BackIcon from '@mui/icons-material/ArrowBack';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AlertView } from '#common/contract/alerts.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { AlertDetails } from './alert-details.tsx';
import { AlertForm } from './alert-form.tsx';
import { AlertReport } from './alert-report.tsx';
import { useAlert, useAlertStep } from './use-alerts.query.ts';

const EVENTS = Object.keys(fa.alerts.event) as (keyof typeof fa.alerts.event)[];

/** One alert: its text, the next step, its history, and the delivery results. */
export function AlertPanel({ id, onBack }: { id: string; onBack: () => void }) {
  const alert = useAlert(id);
  const [editing, setEditing] = useState(false);
  const stop = () => setEditing(false);
  if (alert.isPending)
    return (
      <Box sx={{ p: 2 }}>
        <TextSkeleton lines={8} />
      </Box>
    );
  if (!alert.data)
    return (
      <Box sx={{ p: 2 }}>
        <ErrorNotice error={alert.error} onRetry={() => void alert.refetch()} />
      </Box>
    );
  if (editing) return <AlertForm alert={alert.data} onSaved={stop} onCancel={stop} />;
  return <OpenAlert alert={alert.data} onEdit={() => setEditing(true)} onBack={onBack} />;
}

function OpenAlert({ alert, onEdit, onBack }: { alert: AlertView; onEdit: () => void; onBack: () => void }) {
  const { t } = useTranslation('alerts');
  const { pick } = useLocale();
  const step = useAlertStep(alert);
  return (
    <Stack spacing={3} sx={{ p: { xs: 1.5, md: 2.5 }, maxWidth: 960 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <IconButton aria-label={t('desk.back')} onClick={onBack} sx={{ display: { md: 'none' } }}>
          <BackIcon sx={{ transform: (theme) => (theme.direction === 'rtl' ? 'scaleX(-1)' : 'none') }} />
        </IconButton>
        <Typography variant="h2" component="h2">
          {pick(alert.title)}
        </Typography>
      </Box>
      {step.isError && <ErrorNotice error={step.error} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        {alert.canEdit && (
          <Button variant="contained" disabled={step.isPending} onClick={() => step.mutate('submit')}>
            {t('desk.submit')}
          </Button>
        )}
        {alert.taskKey && (
          <Button variant="contained" component={Link} to={`/desk/tasks/${alert.taskKey}`}>
            {t('desk.decide')}
          </Button>
        )}
        {alert.canEdit && (
          <Button variant="outlined" onClick={onEdit}>
            {t('desk.edit')}
          </Button>
        )}
        {alert.canWithdraw && (
          <Button
            variant="text"
            color="error"
            disabled={step.isPending}
            onClick={() => step.mutate('withdraw')}
          >
            {t('desk.withdraw')}
          </Button>
        )}
        {alert.canWithdraw && !alert.canEdit && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('desk.withdrawSure')}
          </Typography>
        )}
      </Box>
      <Box>
        <AlertDetails alert={alert} />
      </Box>
      {alert.report && <AlertReport report={alert.report} status={alert.status} />}
      <History events={alert.events} />
    </Stack>
  );
}

function History({ events }: { events: AlertView['events'] }) {
  const { t } = useTranslation('alerts');
  const { locale } = useLocale();
  return (
    <Box component="section" aria-labelledby="alert-history">
      <Typography variant="h2" id="alert-history" sx={{ mb: 1 }}>
        {t('desk.history')}
      </Typography>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {events.map(({ kind, at, actor, actorName, note }) => (
          <Box component="li" key={`${kind}-${at}`} sx={{ py: 0.75, borderTop: 1, borderColor: 'divider' }}>
            <Typography>
              {t(`event.${EVENTS.find((known) => known === kind) ?? 'other'}`)}
              {actor && ` · ${actorName ?? actor}`}
            </Typography>
            {note && kind !== 'owner-found' && <Typography dir="auto">{note}</Typography>}
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {formatMoment(at, locale)}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
