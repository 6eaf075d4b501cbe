import { Center, Loader, Stack, Text, Title } from '@mantine/core';
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
  if (session.isPending || setup.isPending) return <Waiting isAway={session.failureCount > 0} />;
  return (
    <Suspense fallback={<Waiting isAway={false} />}>
      {setup.data?.isNeeded === true ? <SetupPage /> : <LoginPage />}
    </Suspense>
  );
}

/** Without a network the page comes from the browser's own store, and has this to say. */
function Waiting({ isAway }: { readonly isAway: boolean }) {
  const { t } = useTranslation();
  return (
    <Center component="main" h="100vh" p="md">
      <Stack align="center" ta="center" role="status">
        <Loader aria-label={t('loading')} />
        {isAway && (
          <>
            <Title order={1} size="h4">
              {t('failure.unreachable')}
            </Title>
            <Text c="dimmed">{t('connection.waiting')}</Text>
          </>
        )}
      </Stack>
    </Center>
  );
}
