import { MantineProvider } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryClientProvider } from '@tanstack/react-query';
import { ApiProvider } from '../farm/api-provider.tsx';
import { colours, theme } from '../theme/theme.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { Door } from './door.tsx';
import { Notices } from './notices.tsx';
import { queryClient } from './query-client.ts';

/** Everything, from the theme down. */
export function App() {
  const { t } = useTranslation();
  // Mantine gives the cross of its notifications no name.
  const named = useMemo(() => {
    const closeButtonProps = { 'aria-label': t('close') };
    return {
      ...theme,
      components: { ...theme.components, Notification: { defaultProps: { closeButtonProps } } },
    };
  }, [t]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={colours} defaultColorScheme="auto">
      <Notices />
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
