import {
  createContext,
  lazy,
  Suspense,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { createKeyReader } from './match-keys.ts';

export interface Shortcut {
  /** `?`, `g t`, `mod+k`: see match-keys.ts. */
  readonly keys: string;
  /** What it does, for the list of shortcuts. */
  readonly label: string;
  readonly run: () => void;
}

interface Registry {
  add(shortcut: Shortcut): () => void;
  showList(): void;
}

export const loadShortcutList = () => import('./shortcut-list.tsx');
const ShortcutList = lazy(loadShortcutList);
const ShortcutContext = createContext<Registry | undefined>(undefined);

/** Reads the keyboard for everything inside, and can show what keys there are. */
export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const [listed, setListed] = useState<readonly Shortcut[] | null>(null);
  const [shortcuts] = useState(() => new Set<Shortcut>());
  const registry = useMemo<Registry>(
    () => ({
      add(shortcut) {
        shortcuts.add(shortcut);
        return () => shortcuts.delete(shortcut);
      },
      showList() {
        setListed([...shortcuts]);
      },
    }),
    [shortcuts],
  );
  useEffect(() => {
    const read = createKeyReader(() => [...shortcuts].map(({ keys }) => keys));
    const onKey = (event: KeyboardEvent): void => {
      // A dialog has the keyboard to itself; so has whoever writes.
      const isCombination = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented || (!isCombination && isWriting(event.target)) || isDialogOpen()) return;
      const keys = read(event, event.timeStamp);
      // The newest one: a page's own shortcut goes before the frame's.
      const shortcut = [...shortcuts].findLast((candidate) => candidate.keys === keys);
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [shortcuts]);
  return (
    <ShortcutContext value={registry}>
      {children}
      {listed !== null && (
        <Suspense>
          <ShortcutList
            shortcuts={listed}
            close={() => {
              setListed(null);
            }}
          />
        </Suspense>
      )}
    </ShortcutContext>
  );
}

/** A shortcut for as long as the component is shown. */
export function useShortcut({ keys, label, run }: Shortcut): void {
  const { add } = useRegistry();
  const newest = useEffectEvent(run);
  useEffect(
    () =>
      add({
        keys,
        label,
        run: () => {
          newest();
        },
      }),
    [add, keys, label],
  );
}

/** Opens the list of shortcuts. */
export function useShortcutList(): () => void {
  return useRegistry().showList;
}

function useRegistry(): Registry {
  const registry = use(ShortcutContext);
  if (registry === undefined) throw new Error('useShortcut stands outside of ShortcutProvider');
  return registry;
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select');
}

function isDialogOpen(): boolean {
  return document.querySelector('[role=dialog][aria-modal=true]') !== null;
}
