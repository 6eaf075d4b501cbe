import {
  createContext,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useApi } from '../../farm/api-provider.tsx';
import type { Desk } from './desk.ts';
import { isUnderWay, type Draft } from './draft.ts';

interface DeskRoom {
  /** null before anything was handed over. */
  readonly desk: Desk | null;
  readonly open: () => Promise<Desk>;
}

export const loadOpenDesk = () => import('./open-desk.ts');
const DeskContext = createContext<DeskRoom | undefined>(undefined);
const noDrafts: readonly Draft[] = [];

/** Uploads go on here while one walks through the pages. What uploads comes with the first that is handed over. */
export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi();
  const [desk, setDesk] = useState<Desk | null>(null);
  const open = useMemo(() => {
    let opened: Desk | undefined;
    return async (): Promise<Desk> => {
      const { openDesk } = await loadOpenDesk();
      opened ??= openDesk(api);
      setDesk(opened);
      return opened;
    };
  }, [api]);
  useEffect(() => {
    if (desk === null) return;
    const ask = (event: BeforeUnloadEvent): void => {
      if (desk.drafts().some(isUnderWay)) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, [desk]);
  const room = useMemo(() => ({ desk, open }), [desk, open]);
  return <DeskContext value={room}>{children}</DeskContext>;
}

/** For those who hand something over. */
export function useOpenDesk(): () => Promise<Desk> {
  return useRoom().open;
}

/** For what is shown of a draft: there is a desk then. */
export function useDesk(): Desk {
  const { desk } = useRoom();
  if (desk === null) throw new Error('useDesk stands where there is no draft');
  return desk;
}

export function useDrafts(): readonly Draft[] {
  const { desk } = useRoom();
  return useSyncExternalStore(desk?.subscribe ?? never, desk?.drafts ?? none);
}

function useRoom(): DeskRoom {
  const room = use(DeskContext);
  if (room === undefined) throw new Error('useDesk stands outside of DeskProvider');
  return room;
}

const never = () => () => undefined;
const none = () => noDrafts;
