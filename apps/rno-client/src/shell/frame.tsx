import { ActionIcon, AppShell, Button, Group, Image, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconSearch, IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useCurrentSession } from '../session/session-provider.tsx';
import { DropTarget } from '../submit/dropping/drop-target.tsx';
import { UploadIndicator } from '../submit/uploads/upload-indicator.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { Keys } from './shortcuts/keys.tsx';
import { NavigationLinks, useNavigationKeys } from './navigation.tsx';
import { useOpenPalette } from './palette/palette-provider.tsx';
import { UserMenu } from './user-menu.tsx';

/** What is around every page: where one can go, the search, and how RenderAPI is. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { farm } = useCurrentSession();
  const openPalette = useOpenPalette();
  const [, navigate] = useLocation();
  // As Mantine's `sm`: below it the links stand at the bottom, where a thumb reaches them.
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  useNavigationKeys();
  return (
    <AppShell
      header={{ height: 56 }}
      footer={{ height: 60, collapsed: !isNarrow }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <SkipLink />
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="lg" wrap="nowrap">
            <UnstyledButton
              component={Link}
              href={addresses.tasks}
              aria-label={t('navigation.home', { farm: farm.name })}
            >
              <Group gap="xs" wrap="nowrap">
                <Image src="/icon.svg" alt="" w={28} h={28} />
                <Text fw={700} visibleFrom="md" truncate maw={180}>
                  {farm.name}
                </Text>
              </Group>
            </UnstyledButton>
            {!isNarrow && <NavigationLinks isNarrow={false} />}
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              visibleFrom="md"
              variant="default"
              onClick={openPalette}
              leftSection={<IconSearch size={16} aria-hidden />}
              rightSection={<Keys keys="mod+k" />}
            >
              {t('palette.open')}
            </Button>
            <ActionIcon
              hiddenFrom="md"
              variant="default"
              size="lg"
              onClick={openPalette}
              aria-label={t('palette.open')}
            >
              <IconSearch size={18} />
            </ActionIcon>
            <UploadIndicator />
            <Button
              leftSection={<IconUpload size={16} aria-hidden />}
              onClick={() => {
                navigate(addresses.submit);
              }}
            >
              {t('navigation.submit')}
            </Button>
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <ConnectionNote />
        {children}
      </AppShell.Main>
      <DropTarget />
      {isNarrow && (
        <AppShell.Footer>
          <NavigationLinks isNarrow />
        </AppShell.Footer>
      )}
    </AppShell>
  );
}

/** For the keyboard: past everything that is the same on every page. */
function SkipLink() {
  const { t } = useTranslation();
  return (
    <a href="#main" className="skip-link">
      {t('navigation.skip')}
    </a>
  );
}
