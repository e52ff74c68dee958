import Button from '@mui/material/Button';
import Container from '@mui/material/Container';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { PageHeading } from '../components/page-heading.tsx';
import { TextSkeleton } from '../components/skeletons.tsx';
import { useLocale } from '../i18n/use-locale.ts';
import { useSignIn } from '../sign-in/sign-in-provider.tsx';
import { useMe } from './use-me.query.ts';

type Props = { /** Name of the app. */ title: string; children: ReactNode };

/** Admits signed-in users who have a role; tells everybody else politely what is missing. */
export function StaffGate({ title, children }: Props) {
  const { t } = useTranslation('staff');
  const { locale } = useLocale();
  const { signIn } = useSignIn();
  const entrance = useQuery({
    queryKey: ['sign-in'],
    queryFn: async () => {
      await signIn.ensureSignedIn(locale);
      return signIn.state();
    },
    staleTime: Infinity,
    retry: false,
  });
  if (entrance.isError)
    return (
      <GatePage title={title}>
        <ErrorNotice error={entrance.error} onRetry={() => void entrance.refetch()} />
      </GatePage>
    );
  if (entrance.data === undefined || entrance.data === 'unknown')
    return (
      <GatePage title={t('waiting')}>
        <TextSkeleton />
      </GatePage>
    );
  return <RoleGate title={title}>{children}</RoleGate>;
}

function RoleGate({ title, children }: Props) {
  const { t } = useTranslation('staff');
  const { signIn } = useSignIn();
  const me = useMe();
  if (me.isPending)
    return (
      <GatePage title={title}>
        <TextSkeleton />
      </GatePage>
    );
  if (!me.data)
    return (
      <GatePage title={title}>
        <ErrorNotice error={me.error} onRetry={() => void me.refetch()} />
      </GatePage>
    );
  if (me.data.roles.length === 0)
    return (
      <GatePage title={title}>
        <EmptyState
          title={t('noRole')}
          action={
            <Button variant="outlined" onClick={() => void signIn.signOut()}>
              {t('signOut')}
            </Button>
          }
        >
          {t('noRoleText')}
        </EmptyState>
      </GatePage>
    );
  return children;
}

function GatePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Container component="main" id="content" maxWidth="sm" sx={{ py: 4 }}>
      <PageHeading>{title}</PageHeading>
      {children}
    </Container>
  );
}
