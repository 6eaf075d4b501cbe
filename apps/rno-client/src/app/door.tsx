import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../elements/failure-note.tsx';
import { useSession } from '../session/use-session.ts';
import { SignedIn } from './signed-in.tsx';

const LoginPage = lazy(() => import('../session/login-page.tsx'));

/** Whoever comes is let in, or asked who they are. */
export function Door() {
  const session = useSession();
  if (session.isError) {
    return <FailureNote error={session.error} retry={session.refetch} />;
  }
  if (session.isSuccess && session.data !== null) return <SignedIn session={session.data} />;
  if (session.isPending) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <LoginPage />
    </Suspense>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center h="100vh">
      <Loader aria-label={t('loading')} />
    </Center>
  );
}
