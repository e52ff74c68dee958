import { useTranslation } from 'react-i18next';
import type { TrackRequest } from '#common/contract/requests.ts';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { CitizenActionForm } from './citizen-action-form.tsx';
import { useWithdraw } from './use-tracked-request.query.ts';

/** Withdraws a request that has not been answered yet. */
export function WithdrawBox({ track }: { track: TrackRequest }) {
  const { t } = useTranslation('track');
  const announce = useAnnounce();
  const withdraw = useWithdraw(track);
  return (
    <CitizenActionForm
      heading={t('withdraw.heading')}
      lead={t('withdraw.lead')}
      open={t('withdraw.open')}
      send={t('withdraw.send')}
      label={t('withdraw.label')}
      busy={withdraw.isPending}
      error={withdraw.error}
      onSubmit={(text) =>
        withdraw.mutate(text === '' ? {} : { text }, { onSuccess: () => announce(t('withdraw.sent')) })
      }
    />
  );
}
