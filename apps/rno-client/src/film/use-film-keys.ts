import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shell/shortcuts/shortcut-provider.tsx';
import type { Player } from './use-player.ts';

/** The film by keyboard, as editing programs have it. */
export function useFilmKeys({ isPlaying, setPlaying, step }: Player): void {
  const { t } = useTranslation('film');
  useShortcut({ keys: 'p', label: t('play'), run: () => setPlaying(!isPlaying) });
  useShortcut({ keys: ',', label: t('previous'), run: () => step(-1) });
  useShortcut({ keys: '.', label: t('next'), run: () => step(1) });
  useShortcut({ keys: 'j', label: t('previous'), run: () => step(-1) });
  useShortcut({ keys: 'k', label: t('play'), run: () => setPlaying(!isPlaying) });
  useShortcut({ keys: 'l', label: t('next'), run: () => step(1) });
}
