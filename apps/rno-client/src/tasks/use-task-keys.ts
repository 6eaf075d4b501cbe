import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shell/shortcuts/shortcut-provider.tsx';

interface TaskKeys {
  readonly order: readonly number[];
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly open: (taskId: number) => void;
  readonly toggle: (taskId: number, isRange: boolean) => void;
  readonly clear: () => void;
  readonly download: (taskId: number) => void;
  readonly remove: (taskId: number) => void;
}

/** The list by keyboard. @returns the task that the keyboard is at; null before it is used */
export function useTaskKeys({
  order,
  searchBox,
  open,
  toggle,
  clear,
  download,
  remove,
}: TaskKeys): number | null {
  const { t } = useTranslation('tasks');
  const [activeId, setActiveId] = useState<number | null>(null);
  const activeIndex = activeId === null ? -1 : order.indexOf(activeId);
  const move = (by: number) => () => {
    const index = activeIndex < 0 ? 0 : Math.min(order.length - 1, Math.max(0, activeIndex + by));
    setActiveId(order[index] ?? null);
  };
  const withActive = (act: (taskId: number) => void) => () => {
    if (activeIndex >= 0 && activeId !== null) act(activeId);
  };
  useShortcut({ keys: 'j', label: t('keys.next'), run: move(1) });
  useShortcut({ keys: 'k', label: t('keys.previous'), run: move(-1) });
  useShortcut({ keys: 'o', label: t('keys.open'), run: withActive(open) });
  useShortcut({ keys: 'x', label: t('keys.select'), run: withActive((taskId) => toggle(taskId, false)) });
  useShortcut({ keys: 'd', label: t('keys.download'), run: withActive(download) });
  useShortcut({ keys: 'Delete', label: t('keys.delete'), run: withActive(remove) });
  useShortcut({ keys: 'Escape', label: t('selectNone'), run: clear });
  useShortcut({
    keys: '/',
    label: t('search'),
    run: () => {
      searchBox.current?.focus();
    },
  });
  return activeIndex >= 0 ? activeId : null;
}
