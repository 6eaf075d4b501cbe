import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shell/shortcuts/shortcut-provider.tsx';
import type { Player } from './use-player.ts';

/** The film by keyboard, as editing programs have it. */
export function useFilmKeys({ speed, toggle, stop, step, shuttle }: Player): void {
  const { t } = useTranslation('film');
  useShortcut({ keys: 'p', label: t('keys.toggle'), run: toggle });
  useShortcut({ keys: ',', label: t('previous'), run: () => step(-1) });
  useShortcut({ keys: '.', label: t('next'), run: () => step(1) });
  useShortcut({ keys: 'j', label: t('keys.backwards'), run: () => shuttle(-1) });
  useShortcut({ keys: 'k', label: t('pause'), run: () => (speed === 0 ? undefined : stop()) });
  useShortcut({ keys: 'l', label: t('keys.forwards'), run: () => shuttle(1) });
}
