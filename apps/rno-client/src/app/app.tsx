import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { ApiError } from '@renderonline/client/browser';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProvider } from '../farm/api-provider.tsx';
import { colours, theme } from '../theme/theme.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { Door } from './door.tsx';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What was refused is refused again; a RenderAPI that is away comes back.
      retry: (count, error) => !(error instanceof ApiError && error.status >= 400) && count < 5,
      // A farm in a cellar has no internet, and is there all the same.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/** Everything, from the theme down. */
export function App() {
  const { t } = useTranslation();
  // Mantine gives the cross of its notifications no name.
  const named = useMemo(() => {
    const closeButtonProps = { 'aria-label': t('close') };
    return { ...theme, components: { Notification: { defaultProps: { closeButtonProps } } } };
  }, [t]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={colours} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <CrashBoundary>
        <ApiProvider>
          <QueryClientProvider client={queryClient}>
            <Door />
          </QueryClientProvider>
        </ApiProvider>
      </CrashBoundary>
    </MantineProvider>
  );
}
