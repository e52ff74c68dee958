import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { TrackRequest } from '#common/contract/requests.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { useAnnounce } from '#ui/components/live-region.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { CodeForm } from './code-form.tsx';
import { credentialsFromFragment, toTrackRequest } from './credentials.ts';
import { TrackedCase } from './tracked-case.tsx';
import { useTrackedRequest } from './use-tracked-request.query.ts';

/** Page to track a request: by code and second factor, or by the signed link in a message. */
export function Component() {
  const { t } = useTranslation('track');
  const { hash } = useLocation();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const { token, code = '' } = credentialsFromFragment(hash);
  const [entered, setEntered] = useState<TrackRequest | null>(null);
  const track = entered ?? (token ? { token } : null);
  const tracked = useTrackedRequest(track);

  const refresh = async () => {
    const result = await tracked.refetch();
    if (result.isSuccess) announce(t('refreshed'));
  };
  const leave = () => {
    setEntered(null);
    void navigate('/track', { replace: true });
  };

  if (track && tracked.data)
    return (
      <Stack spacing={2}>
        {tracked.isError && <ErrorNotice error={tracked.error} onRetry={() => void refresh()} />}
        <TrackedCase
          track={track}
          request={tracked.data}
          refreshing={tracked.isFetching}
          onRefresh={() => void refresh()}
          onLeave={leave}
        />
      </Stack>
    );
  return (
    <Stack spacing={3}>
      <PageHeading>{t('title')}</PageHeading>
      {token && tracked.isPending && !entered ? (
        <TextSkeleton lines={6} />
      ) : (
        <>
          <Typography sx={{ color: 'text.secondary', maxWidth: '60ch' }}>{t('lead')}</Typography>
          <CodeForm
            first={code}
            busy={tracked.isFetching}
            problem={
              tracked.isError && (
                <ErrorNotice error={tracked.error} instead={{ 'request-not-found': 'tracking-not-found' }} />
              )
            }
            onSubmit={(values) => {
              const next = toTrackRequest(values);
              if (JSON.stringify(next) === JSON.stringify(entered)) void tracked.refetch();
              else setEntered(next);
            }}
          />
        </>
      )}
    </Stack>
  );
}
