import { Menu, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { IconBook2, IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useCurrentSession, useIsAdmin } from '../session/session-provider.tsx';
import { useLogOut } from '../session/use-session.ts';
import { LanguageSelect } from './language-select.tsx';
import { useShortcutList } from './shortcuts/shortcut-provider.tsx';
import { UserButton } from './user-button.tsx';

/** Who one is, how the page looks, and the way out. It comes when it is wanted, and is open then. */
export default function OpenedUserMenu() {
  const { t } = useTranslation();
  const { firstName, lastName, email, scope, setScope } = useCurrentSession();
  const isAdmin = useIsAdmin();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const logOut = useLogOut();
  const showShortcuts = useShortcutList();
  const [, navigate] = useLocation();
  return (
    <Menu defaultOpened position="bottom-end" width={260}>
      <Menu.Target>
        <UserButton />
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={2} px="sm" py="xs">
          <Text size="sm" fw={600} truncate>{`${firstName} ${lastName}`}</Text>
          <Text size="xs" c="dimmed" truncate>
            {email}
          </Text>
        </Stack>
        <Menu.Divider />
        <Stack gap="xs" px="sm" py="xs">
          {isAdmin && (
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label={t('account.scope')}
              value={scope}
              onChange={(value) => {
                setScope(value === 'all' ? 'all' : 'own');
              }}
              data={[
                { value: 'own', label: t('account.own') },
                { value: 'all', label: t('account.all') },
              ]}
            />
          )}
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('theme.title')}
            value={colorScheme}
            onChange={(value) => {
              setColorScheme(value);
            }}
            data={[
              { value: 'light', label: t('theme.light') },
              { value: 'dark', label: t('theme.dark') },
              { value: 'auto', label: t('theme.system') },
            ]}
          />
          <LanguageSelect />
        </Stack>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUser size={16} aria-hidden />}
          onClick={() => {
            navigate(addresses.account);
          }}
        >
          {t('account.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={showShortcuts}>
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBook2 size={16} aria-hidden />}
          component="a"
          href="/docs"
          target="_blank"
        >
          {t('account.docs')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => {
            logOut.mutate();
          }}
        >
          {t('account.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
