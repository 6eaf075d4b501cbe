import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useApi } from '../../farm/api-provider.tsx';
import { createHasher } from './create-hasher.ts';
import { createDesk, type Desk } from './desk.ts';
import { isUnderWay, type Draft } from './draft.ts';
import { createUploadMemory } from './upload-memory.ts';

const DeskContext = createContext<Desk | undefined>(undefined);

/** Uploads go on here while one walks through the pages. */
export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const desk = useMemo(
    () =>
      createDesk({
        api,
        hasher: createHasher(),
        memory: createUploadMemory(localStorage, Date.now),
        schedule: soon,
      }),
    [api],
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (desk.drafts().some(isUnderWay)) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [desk]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === undefined) throw new Error('useDesk stands outside of DeskProvider');
  return desk;
}

export function useDrafts(): readonly Draft[] {
  const { subscribe, drafts } = useDesk();
  return useSyncExternalStore(subscribe, drafts);
}

/** Not with every picture: numbers that change sixty times a second are read by nobody. */
function soon(tell: () => void): void {
  setTimeout(tell, 80);
}
