import { createContext, lazy, Suspense, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shortcuts/shortcut-provider.tsx';

/** Something that can be done, or a place to go to. */
export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly run: () => void;
}

interface Registry {
  add(actions: readonly PaletteAction[]): () => void;
  open(): void;
}

const PaletteContext = createContext<Registry | undefined>(undefined);
export const loadPalette = () => import('./palette.tsx');
const Palette = lazy(loadPalette);

/** Everything by a few letters: Ctrl-K. */
export function PaletteProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [added] = useState(() => new Set<readonly PaletteAction[]>());
  /** null while nobody asks. */
  const [actions, setActions] = useState<readonly PaletteAction[] | null>(null);
  const registry = useMemo<Registry>(
    () => ({
      add(more) {
        added.add(more);
        return () => added.delete(more);
      },
      open() {
        // The page's own actions first: they were added last.
        setActions([...added].reverse().flat());
      },
    }),
    [added],
  );
  useShortcut({ keys: 'mod+k', label: t('palette.title'), run: registry.open });
  return (
    <PaletteContext value={registry}>
      {children}
      {actions !== null && (
        <Suspense>
          <Palette
            actions={actions}
            close={() => {
              setActions(null);
            }}
          />
        </Suspense>
      )}
    </PaletteContext>
  );
}

/** Has actions in the palette for as long as the component is shown. Pass a memoised array. */
export function usePaletteActions(actions: readonly PaletteAction[]): void {
  const { add } = useRegistry();
  useEffect(() => add(actions), [add, actions]);
}

export function useOpenPalette(): () => void {
  return useRegistry().open;
}

function useRegistry(): Registry {
  const registry = use(PaletteContext);
  if (registry === undefined) throw new Error('usePaletteActions stands outside of PaletteProvider');
  return registry;
}
