import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../elements/failure-note.tsx';
import { useSession, useSetup } from '../session/use-session.ts';
import { SignedIn } from './signed-in.tsx';

const LoginPage = lazy(() => import('../session/login-page.tsx'));
const SetupPage = lazy(() => import('../session/setup-page.tsx'));

/** Whoever comes is let in, asked who they are, or, on a farm without anybody, shown how to set it up. */
export function Door() {
  const session = useSession();
  const isNobody = session.isSuccess && session.data === null;
  const setup = useSetup(isNobody);
  if (session.isError) {
    return <FailureNote error={session.error} retry={session.refetch} />;
  }
  if (session.isSuccess && session.data !== null) return <SignedIn session={session.data} />;
  if (session.isPending || setup.isPending) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      {setup.data?.isNeeded === true ? <SetupPage /> : <LoginPage />}
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
