import { useTranslation } from 'react-i18next';
import type { TrackedRequest, TrackRequest } from '#common/contract/requests.ts';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { formatDay } from '#ui/format/dates.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { CitizenActionForm } from './citizen-action-form.tsx';
import { useAppeal } from './use-tracked-request.query.ts';

/** Appeal to the next senior officer, while it is possible. */
export function AppealBox({ track, request }: { track: TrackRequest; request: TrackedRequest }) {
  const { t } = useTranslation('track');
  const { locale } = useLocale();
  const announce = useAnnounce();
  const appeal = useAppeal(track);
  return (
    <CitizenActionForm
      heading={t('appeal.heading')}
      lead={t('appeal.lead', { until: request.appealUntil ? formatDay(request.appealUntil, locale) : '' })}
      open={t('appeal.open')}
      send={t('appeal.send')}
      label={t('appeal.label')}
      emptyText={t('appeal.empty')}
      busy={appeal.isPending}
      error={appeal.error}
      onSubmit={(text) => appeal.mutate({ text }, { onSuccess: () => announce(t('appeal.sent')) })}
    />
  );
}
