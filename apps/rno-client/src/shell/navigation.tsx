import { Group, Text, UnstyledButton } from '@mantine/core';
import {
  IconAdjustments,
  IconChartBar,
  IconDeviceDesktop,
  IconStack2,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { addresses } from '../app/addresses.ts';
import { useIsAdmin } from '../session/session-provider.tsx';
import classes from './navigation.module.css';
import { usePaletteActions } from './palette/palette-provider.tsx';
import { useShortcut, useShortcutList } from './shortcuts/shortcut-provider.tsx';

interface Place {
  readonly name: 'tasks' | 'machines' | 'farm' | 'administration';
  readonly href: string;
  readonly icon: TablerIcon;
  /** Also for what lies below it. */
  readonly isHere: (path: string) => boolean;
}

const places: readonly Place[] = [
  {
    name: 'tasks',
    href: addresses.tasks,
    icon: IconStack2,
    isHere: (path) => path === '/' || path.startsWith('/tasks'),
  },
  {
    name: 'machines',
    href: addresses.machines,
    icon: IconDeviceDesktop,
    isHere: (path) => path.startsWith('/machines'),
  },
  { name: 'farm', href: addresses.farm, icon: IconChartBar, isHere: (path) => path.startsWith('/farm') },
  {
    name: 'administration',
    href: addresses.administration,
    icon: IconAdjustments,
    isHere: (path) => path.startsWith('/administration'),
  },
];

function usePlaces(): readonly Place[] {
  const isAdmin = useIsAdmin();
  return useMemo(() => places.filter(({ name }) => name !== 'administration' || isAdmin), [isAdmin]);
}

/** The pages: in the header, or at the bottom of a narrow screen. */
export function NavigationLinks({ isNarrow }: { readonly isNarrow: boolean }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  return (
    <Group
      component="nav"
      aria-label={t('navigation.title')}
      gap={isNarrow ? 0 : 4}
      wrap="nowrap"
      grow={isNarrow}
      h="100%"
    >
      {usePlaces().map(({ name, href, icon: Icon, isHere }) => (
        <UnstyledButton
          key={name}
          component={Link}
          href={href}
          className={isNarrow ? classes.tab : classes.link}
          aria-current={isHere(path) ? 'page' : undefined}
        >
          <Icon size={isNarrow ? 22 : 18} aria-hidden />
          <Text span size={isNarrow ? '11px' : 'sm'} fw={500} truncate>
            {t(`navigation.${name}`)}
          </Text>
        </UnstyledButton>
      ))}
    </Group>
  );
}

/** The same pages by keyboard and in the palette. */
export function useNavigationKeys(): void {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const found = usePlaces();
  const showShortcuts = useShortcutList();
  const go = (href: string) => () => {
    navigate(href);
  };
  useShortcut({ keys: 'g t', label: t('navigation.goTasks'), run: go(addresses.tasks) });
  useShortcut({ keys: 'g m', label: t('navigation.goMachines'), run: go(addresses.machines) });
  useShortcut({ keys: 'g f', label: t('navigation.goFarm'), run: go(addresses.farm) });
  useShortcut({ keys: 'n', label: t('navigation.submit'), run: go(addresses.submit) });
  useShortcut({ keys: '?', label: t('shortcuts.title'), run: showShortcuts });
  usePaletteActions(
    useMemo(
      () => [
        {
          id: 'submit',
          label: t('navigation.submit'),
          run: () => {
            navigate(addresses.submit);
          },
        },
        ...found.map(({ name, href }) => ({
          id: `go-${name}`,
          label: t(`navigation.${name}`),
          run: () => {
            navigate(href);
          },
        })),
        { id: 'shortcuts', label: t('shortcuts.title'), run: showShortcuts },
      ],
      [t, navigate, found, showShortcuts],
    ),
  );
}
