import Button from '@mui/material/Button';
import Container from '@mui/material/Container';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/use-locale.ts';
import { EmptyState } from '../pieces/empty-state.tsx';
import { ErrorNotice } from '../pieces/error-notice.tsx';
import { PageHeading } from '../pieces/page-heading.tsx';
import { TextSkeleton } from '../pieces/skeletons.tsx';
import { useSignIn } from '../sign-in/sign-in-provider.tsx';
import { useMe } from './use-me.query.ts';

type Props = { /** The name of the room. */ title: string; children: ReactNode };

/** Lets in whoever is signed in and has a role; everybody else is told kindly what is missing. */
export function StaffGate({ title, children }: Props) {
  const { t } = useTranslation('staff');
  const { locale } = useLocale();
  const { signIn } = useSignIn();
  const entrance = useQuery({
    queryKey: ['sign-in'],
    queryFn: async () => {
      await signIn.begin(locale);
      return signIn.state();
    },
    staleTime: Infinity,
    retry: false,
  });
  if (entrance.isError)
    return (
      <Room title={title}>
        <ErrorNotice error={entrance.error} onRetry={() => void entrance.refetch()} />
      </Room>
    );
  if (entrance.data === undefined || entrance.data === 'unknown')
    return (
      <Room title={t('waiting')}>
        <TextSkeleton />
      </Room>
    );
  return <RoleGate title={title}>{children}</RoleGate>;
}

function RoleGate({ title, children }: Props) {
  const { t } = useTranslation('staff');
  const { signIn } = useSignIn();
  const me = useMe();
  if (me.isPending)
    return (
      <Room title={title}>
        <TextSkeleton />
      </Room>
    );
  if (!me.data)
    return (
      <Room title={title}>
        <ErrorNotice error={me.error} onRetry={() => void me.refetch()} />
      </Room>
    );
  if (me.data.roles.length === 0)
    return (
      <Room title={title}>
        <EmptyState
          title={t('noRole')}
          action={
            <Button variant="outlined" onClick={() => void signIn.leave()}>
              {t('signOut')}
            </Button>
          }
        >
          {t('noRoleText')}
        </EmptyState>
      </Room>
    );
  return children;
}

function Room({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Container component="main" id="content" maxWidth="sm" sx={{ py: 4 }}>
      <PageHeading>{title}</PageHeading>
      {children}
    </Container>
  );
}
