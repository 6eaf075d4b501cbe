import { Group, Title } from '@mantine/core';
import { useDocumentTitle, useFavicon } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useOwnRunning } from '../farm/use-own-running.ts';

/** A page's title, also of the browser's tab with how much is being rendered, and what can be done on it. */
export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Group justify="space-between" align="center" mb="md" gap="sm">
      <TabTitle title={title} />
      <Title order={1} size="h3" style={{ overflowWrap: 'anywhere' }}>
        {title}
      </Title>
      {children !== undefined && <Group gap="xs">{children}</Group>}
    </Group>
  );
}

/** By itself, so that nothing else is drawn anew when a task begins or ends. */
function TabTitle({ title }: { readonly title: string }) {
  const running = useOwnRunning();
  useDocumentTitle(`${running > 0 ? `(${running}) ` : ''}${title} · RenderOnline`);
  useFavicon(running > 0 ? '/icon-running.svg' : '/icon.svg');
  return null;
}
